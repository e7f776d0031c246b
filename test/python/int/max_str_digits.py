# The limit on conversions between int and str.
import sys
print(sys.get_int_max_str_digits())
def attempt(f):
    try:
        r = f()
        print(len(r) if isinstance(r, str) else r.bit_length())
    except ValueError as e:
        print(e)
attempt(lambda: str(10 ** 4299))
attempt(lambda: str(10 ** 4300))
attempt(lambda: '%d' % 10 ** 5000)
attempt(lambda: int('1' * 4300))
attempt(lambda: int('1' * 4301))
attempt(lambda: int('1' * 5000, 16))
attempt(lambda: hex(10 ** 5000))
attempt(lambda: repr(10 ** 5000))
attempt(lambda: f'{10 ** 5000}')
sys.set_int_max_str_digits(1000)
attempt(lambda: str(10 ** 999))
attempt(lambda: str(10 ** 1000))
sys.set_int_max_str_digits(0)
attempt(lambda: str(10 ** 5000))
for bad in (5, -1, 639):
    try:
        sys.set_int_max_str_digits(bad)
    except ValueError as e:
        print(bad, e)
sys.set_int_max_str_digits(640)
print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold)
print(sys.int_info.bits_per_digit, sys.int_info.sizeof_digit)
try:
    eval('1' * 700)
except SyntaxError as e:
    print(type(e).__name__, e.msg)
