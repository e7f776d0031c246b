# Uncaught: missing keyword-only arguments, nested call on the line.
def area(*, width, height): return width * height
print(len(str(area(width=3))))
