# Integer literals in every base, underscores, and where they end.
print(0b1010, 0B11, 0o777, 0O17, 0xdeadBEEF, 0XfF)
print(1_000_000, 0x_ff_ff, 0b_1010_0101, 0o_7_7, 00, 0_0)
print(10**30, -10**30, 123456789012345678901234567890)
print(0xFFFFFFFFFFFFFFFFFFFFFFFF, -0b1)
print(1if 1else 2)
for source in ['0777', '1__0', '0x', '0b2', '0o8', '1_', '0xg', '12abc', '0b', '1.e', '09.5', '0_7']:
    try:
        print(source, '->', eval(source))
    except SyntaxError as e:
        print(source, '->', e.msg, e.offset, e.end_offset)
print(int('0b101', 2), int('0b101', 0), int('0o17', 0), int('0x1f', 16), int(' 42\n'), int('-0'))
print(int('1_000'), int('z', 36), int('-ff', 16), int('+7'))
for text, base in [('', 10), ('12a', 10), ('2', 2), ('1__0', 10), ('_1', 10), ('0x', 16), ('08', 0),
                   ('5', 1), ('5', 37), ('5', -1), ('- 5', 10), ('\u0663', 10), ('1\x002', 10)]:
    try:
        print(repr(text), base, int(text, base))
    except ValueError as e:
        print(repr(text), base, e)
