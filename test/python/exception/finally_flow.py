# finally with return, break, continue, yield and nested raising; context chains.
def f(n):
    out = []
    for i in range(4):
        try:
            try:
                if i == n: raise ValueError(i)
                if i == 1: continue
                out.append(('body', i))
            except ValueError as e:
                out.append(('except', i))
                if i == 2: break
            else: out.append(('else', i))
            finally:
                out.append(('finally', i))
        finally: out.append('outer')
    else: out.append('loop done')
    return out
for n in range(4): print(n, f(n))
def chain():
    try:
        try: raise KeyError('one')
        finally:
            try: raise ValueError('two')
            finally: raise TypeError('three')
    except TypeError as e:
        x = e
        while x: print(repr(x), end=' <- '); x = x.__context__
        print()
chain()
def no_cycle():
    a = ValueError('a')
    try:
        try: raise a
        except ValueError:
            try: raise KeyError('b')
            except KeyError: raise a
    except ValueError as e: print(repr(e), repr(e.__context__), repr(e.__context__.__context__))
no_cycle()
def self_raise():
    try: raise ValueError('self')
    except ValueError as e:
        try: raise e
        except ValueError as f: return f is e, f.__context__
print(self_raise())
def ret_in_except():
    try: raise ValueError
    except ValueError: return 'except'
    finally: print('cleanup first')
print(ret_in_except())
def loop_ret():
    for i in range(3):
        try: return i
        finally:
            if i < 2: continue
    return 'end'
print(loop_ret())
def while_break():
    n = 0
    while True:
        try: n += 1; 1 / (n - 3)
        except ZeroDivisionError: break
        finally: n += 10 if n == 3 else 0
    return n
print(while_break())
def del_in_handler():
    try: raise ValueError
    except ValueError as e: del e
    return 'deleted name is fine'
print(del_in_handler())
def reassign():
    try: raise ValueError
    except ValueError as e: e = 5
    try: return e
    except UnboundLocalError as x: return str(x)
print(reassign())
