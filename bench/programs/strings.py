"""Building, joining, splitting and searching strings."""

SIZE = 250_000


def main(n):
    text = ''
    for i in range(n):
        text += chr(97 + i % 26)
    lines = []
    for i in range(n):
        lines.append('row ' + str(i) + ',' + text[i % 100:i % 100 + 8])
    document = '\n'.join(lines)
    fields = [line.split(',')[1].strip().upper() for line in document.splitlines()]
    vowels = sum(1 for c in text if c in 'aeiou')
    swapped = document.replace('row', 'line')
    return len(document), vowels, fields[123], swapped.count('line'), document.find('row 39999')


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
