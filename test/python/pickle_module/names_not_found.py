# Names that pickle cannot find: local objects, attributes that are gone, dotted names.
import pickle, io
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, str(e).split(' at 0x')[0], getattr(e,'name',0), type(getattr(e,'obj',0)))
t(lambda: pickle.dumps(lambda: 0))
t(lambda: pickle.dumps(lambda: 0, 0))
t(lambda: pickle.dumps(lambda: 0, 4))
class A:
    class B: pass
    class C: pass
A.B.__qualname__='A.Nope'
t(lambda: pickle.dumps(A.B))
A.C.__qualname__='Nope'
t(lambda: pickle.dumps(A.C))
A.C.__qualname__='A.B.Nope'
t(lambda: pickle.dumps(A.C))
A.C.__qualname__='A.B'
t(lambda: pickle.dumps(A.C))
t(lambda: pickle.dumps(A.C,2))
t(lambda: pickle.loads(b'cos\nnope\n.'))
t(lambda: pickle.loads(b'cos\npath.nope\n.'))
t(lambda: pickle.loads(b'\x80\x04cos\nnope\n.'))
t(lambda: pickle.loads(b'\x80\x04cos\npath.nope\n.'))
t(lambda: pickle.loads(b'\x80\x04cos\npath.<locals>.nope\n.'))
t(lambda: pickle.loads(b'\x80\x04cos\nnope.x\n.'))
def loc():
    class D: pass
    def f(): pass
    return D,f
D,f=loc()
t(lambda: pickle.dumps(D)); t(lambda: pickle.dumps(f)); t(lambda: pickle.dumps(f,2)); t(lambda:pickle.dumps(D()))
