# Case methods over ASCII, Latin-1 and beyond, with the awkward letters.
words = ['hello World', 'ÀÉÎÕÜ', 'straße', 'ŒUVRE', 'ǆungla', 'ﬁne', 'ΑΣ', 'ΑΣ Β', 'İstanbul', 'ıI', "they're bill's", '3abc', '', 'ŉ', 'µ', 'ß']
for w in words:
    print(ascii(w), ascii(w.upper()), ascii(w.lower()), ascii(w.title()), ascii(w.capitalize()), ascii(w.swapcase()), ascii(w.casefold()))
for w in ['abc', 'ABC', 'Abc', 'Abc Def', 'abc1', '1', '', ' ', 'ǅ', 'À', 'ª', 'Ⅷ', 'ⅷ']:
    print(ascii(w), w.islower(), w.isupper(), w.istitle())
print('ß'.upper().lower(), 'ß'.casefold() == 'SS'.casefold(), len('ﬃ'.upper()), 'x'.upper() is 'x'.upper())
for text in ['hello', 'Hello There', 'x' * 3]:
    print(text.center(15, '*'), text.ljust(12, '.') + '|', text.rjust(12) + '|', text.zfill(8))
print('+5'.zfill(5), '-5'.zfill(5), '--5'.zfill(5), ''.zfill(3), 'ab'.center(5, '-'), 'abc'.center(6, '-'), 'a'.center(4, '-'))
for f in (lambda: 'a'.center(5, 'ab'), lambda: 'a'.ljust('x'), lambda: 'a'.center(5, 5), lambda: 'a'.upper(1), lambda: 'a'.zfill(), lambda: str.upper(5), lambda: 'a'.rjust(5, '')):
    try:
        print(f())
    except TypeError as e:
        print(e)
