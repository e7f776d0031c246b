import bisect
import sys

print(len(range(sys.maxsize)), range(sys.maxsize).__len__(), range(sys.maxsize)[-1])


class L:
    def __len__(self):
        return sys.maxsize


print(len(L()), L().__len__())
print(bisect.bisect(range(sys.maxsize - 1), sys.maxsize - 3), bisect.bisect_left(range(sys.maxsize), sys.maxsize - 1))
print(bisect.bisect_right(range(sys.maxsize), 5, 2**60, sys.maxsize))
