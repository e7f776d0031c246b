"""A JSON-like recursive-descent parser in pure Python, applied to its own output."""

SIZE = 130


class Parser:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip(self):
        text = self.text
        while text[self.at] in ' \n':
            self.at += 1

    def value(self):
        self.skip()
        c = self.text[self.at]
        if c == '{':
            return self.mapping()
        if c == '[':
            return self.sequence()
        if c == '"':
            return self.string()
        for word, value in (('true', True), ('false', False), ('null', None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        return self.number()

    def string(self):
        end = self.text.index('"', self.at + 1)
        found = self.text[self.at + 1:end]
        self.at = end + 1
        return found

    def number(self):
        start = self.at
        while self.text[self.at] in '-+.0123456789eE':
            self.at += 1
        found = self.text[start:self.at]
        return float(found) if '.' in found else int(found)

    def sequence(self):
        items = []
        self.at += 1
        self.skip()
        while self.text[self.at] != ']':
            items.append(self.value())
            self.skip()
            if self.text[self.at] == ',':
                self.at += 1
                self.skip()
        self.at += 1
        return items

    def mapping(self):
        found = {}
        self.at += 1
        self.skip()
        while self.text[self.at] != '}':
            key = self.string()
            self.skip()
            self.at += 1
            found[key] = self.value()
            self.skip()
            if self.text[self.at] == ',':
                self.at += 1
                self.skip()
        self.at += 1
        return found


def dump(value):
    if value is None:
        return 'null'
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return '[' + ', '.join(dump(v) for v in value) + ']'
    if isinstance(value, dict):
        return '{' + ', '.join(f'"{k}": {dump(v)}' for k, v in value.items()) + '}'
    return repr(value)


def main(rounds):
    rows = [{'id': i, 'name': f'item {i}', 'price': i * 1.5, 'tags': ['a', 'b', str(i)],
             'sold': i % 2 == 0, 'next': None} for i in range(120)]
    text = dump(rows)
    for _ in range(rounds):
        parsed = Parser(text).value()
        text = dump(parsed)
    return len(text), sum(row['price'] for row in parsed), parsed == rows


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
