# Complex numbers: literals, repr, arithmetic, parsing and errors.
print(1j, 2 + 3j, -1j, 0j, 1.5e3j, complex(1, -0.0), complex(-0.0, 1), -(0j), 1 - 0j, complex('inf'), complex('nanj'))
z, w = 3 + 4j, 1 - 2j
print(z + w, z - w, z * w, z / w, z ** 2, z ** 0, z ** -1, z ** 0.5, 2 ** z, abs(z), -z, +z, z.conjugate())
print(z == 3 + 4j, z != w, z == (3, 4), 3 + 0j == 3, hash(3 + 0j) == hash(3), bool(0j), bool(1e-300j), z.real, z.imag)
for text in ['1+2j', ' 1 ', '-j', '+1e5j', '(1+2j)', '1 + 2j', '1+2', 'j', '', 'infj', '-nan+infj', '1e', '(1', '1_0j', '1+j2', '1-2J']:
    try:
        print(repr(text), complex(text))
    except ValueError as e:
        print(repr(text), e)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: z / 0)
attempt(lambda: z // 1)
attempt(lambda: z % 1)
attempt(lambda: divmod(z, 1))
attempt(lambda: z < w)
attempt(lambda: 0j ** -1)
attempt(lambda: 0j ** 1j)
attempt(lambda: pow(z, 2, 3))
attempt(lambda: complex('1', 2))
attempt(lambda: complex(1, '2'))
attempt(lambda: complex(None))
attempt(lambda: complex([]))
attempt(lambda: complex(real=1, imag=2))
attempt(lambda: complex(1j, 2j))
attempt(lambda: complex(b'1'))
attempt(lambda: int(z))
attempt(lambda: round(z))
attempt(lambda: z.real.imag)
attempt(lambda: setattr(z, 'real', 1))
attempt(lambda: 1e300j * 1e300j)
attempt(lambda: (1e200 + 1j) ** 2)
class C:
    def __complex__(self): return 1 + 1j
class D:
    def __float__(self): return 2.0
class E:
    def __complex__(self): return 2
attempt(lambda: complex(C()))
attempt(lambda: complex(D(), D()))
attempt(lambda: complex(E()))
for spec in ['', '.2f', 'e', '>20', '+.1f', ',.1f', 'g', '<25.3g', '010', '=5', '%', 's']:
    try:
        print(repr(spec), format(1234.5 - 0.25j, spec))
    except ValueError as e:
        print(repr(spec), e)
