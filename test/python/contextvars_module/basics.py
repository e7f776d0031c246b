# ContextVar, Context, tokens, copy_context.
from contextvars import *
v = ContextVar('v', default='dflt'); w = ContextVar('w')
print(v.get(), w.get('given'), v.name); t = v.set(1); t2 = v.set(2); print(v.get(), t.old_value is Token.MISSING, t2.old_value, t.var is v); v.reset(t2); print(v.get())
def change(x): v.set(x); w.set('inner'); return v.get(), w.get()
c = copy_context(); print(c.run(change, 99), v.get(), w.get('unset'), c[v], c[w], v in c, len(c), sorted(k.name for k in c), c.get(w), Context().get(v, 'none'))
for f in (lambda: w.get(), lambda: v.reset(t2), lambda: v.reset(5), lambda: w.reset(t), lambda: c[5], lambda: Context()[v], lambda: c.run(c.run, print), lambda: c.run(), lambda: ContextVar(5), lambda: ContextVar(), lambda: hash(v) == hash(v), lambda: c.run(lambda: 1 / 0), lambda: Token()):
    try: print(f())
    except Exception as e: print(type(e).__name__, str(e).split(' at 0x')[0][:60] if not isinstance(e, KeyError) else '')
v.reset(t); print(v.get()); import asyncio
async def task(n): v.set(n); await asyncio.sleep(0); return v.get()
async def main(): v.set('main'); r = await asyncio.gather(task(1), task(2)); return r, v.get()
print(asyncio.run(main()), v.get())
