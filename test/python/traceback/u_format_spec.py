# Uncaught: a bad format specification inside an f-string.
price = 'cheap'
print(f'price: {price:>10} {price:.2f}')
