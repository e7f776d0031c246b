# Uncaught: an error inside a walrus condition.
data = [3, 2, 1]
while (n := data.pop()) / (n - 3):
    print(n)
