# A limit of the address space: MemoryError at the allocation that crosses it, and the program goes on.
import resource

soft, hard = resource.getrlimit(resource.RLIMIT_AS)
for wrong in ((1,), 5, ('a', 'b'), (10, 5), (-5, 5), (1.5, 2), (2**70, 2)):
    try:
        print(resource.setrlimit(resource.RLIMIT_AS, wrong))
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
resource.setrlimit(resource.RLIMIT_AS, (400 << 20, hard))
print(resource.getrlimit(resource.RLIMIT_AS) == (400 << 20, hard))

def fails(f):
    try:
        f()
    except MemoryError as e:
        return 'MemoryError', e.args
    return 'went through'

print(fails(lambda: bytearray(500 << 20)))
print(fails(lambda: [0] * (100 << 20)))
print(fails(lambda: (None,) * (100 << 20)))
print(fails(lambda: 'x' * (500 << 20)))
blocks = []
try:
    while True:
        blocks.append(bytes(1 << 20))
except MemoryError:
    n = len(blocks)
    del blocks
print(200 < n < 400)
print(fails(lambda: bytearray(100 << 20)))
resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
print(fails(lambda: bytearray(450 << 20)))
