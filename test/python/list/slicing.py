# Slice reads, assignments and deletions, extended and negative, and their errors.
base = list(range(10))
for sl in [slice(None), slice(2, 5), slice(-3, None), slice(None, None, -1), slice(8, 2, -2), slice(5, 2), slice(100, None), slice(-100, 3), slice(None, None, 3), slice(9, None, -4), slice(-1, -5, -1), slice(2, 2)]:
    print(sl, base[sl])
def assign(sl, value):
    a = base[:]
    try:
        a[sl] = value
        print(sl, a)
    except Exception as e:
        print(sl, type(e).__name__ + ':', e)
assign(slice(2, 4), 'xyz')
assign(slice(2, 2), [0, 0])
assign(slice(5, 2), ['in'])
assign(slice(None, None, 2), 'abcde')
assign(slice(None, None, 2), 'abc')
assign(slice(None, None, -3), 'wxyz')
assign(slice(8, None, -1), range(9))
assign(slice(0, 0), (x for x in 'gen'))
assign(slice(None), [])
assign(slice(-2, None), base)
assign(slice(1, 3), 5)
assign(slice(0, 6, 2), 5)
assign(slice(None, None, 0), [])
assign(slice('a'), [])
assign(slice(100, 200), ['tail'])
assign(slice(2, 0, -1), [])
def remove(sl):
    a = base[:]
    try:
        del a[sl]
        print('del', sl, a)
    except Exception as e:
        print('del', sl, type(e).__name__ + ':', e)
for sl in [slice(2, 5), slice(None, None, 2), slice(None, None, -3), slice(5, 1), slice(None), slice(7, 1, -2), 0, -1, 10, 'x', 1.5, slice(1.5), None]:
    remove(sl)
a = [1, 2, 3]
a[len(a):] = a; a[:0] = a[1:2]; print(a)
a[1:1] = a; print(a)
x = a[:]; x[0:2], x[-1] = [9], 'end'; print(x)
a[0], a[a[0]] = 1, 'by index'; print(a[:4])
class Log:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print('set', k, v)
    def __delitem__(self, k): print('del', k)
g = Log()
print(g[1], g[1:2], g[::3], g[1, 2], g[1:2, ::], g[...], g[()], g[:, None], g[*[1, 2]], g[*'ab', 3], g[lambda: 0].__name__)
g[1:2] = 5; g[1, 2:3] = 6; del g[::2]; del g[0], g[1:]; g['k'] = g['j'] = 7
