def rows():
    table = [str(i) for i in range(2000)]
    for row in table:
        yield row


reader = rows()
first = next(reader)
