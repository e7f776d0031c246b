errors = []


def work(n):
    buffer = [n] * 5000
    return buffer[n] / (n - n)


for n in range(3):
    try:
        work(n)
    except ZeroDivisionError as e:
        errors.append(e)
