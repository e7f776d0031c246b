# Circular imports: partially initialised modules, and what can be seen of them.
import sys
import pk_cycle.a
print(pk_cycle.a.value, pk_cycle.b.seen, pk_cycle.b.late())
for name in ('c', 'e', 'g'):
    try: __import__(f'pk_cycle.{name}'); print(name, 'imported')
    except ImportError as e: print(type(e).__name__, str(e).split(' (/')[0], e.name)
    except AttributeError as e: print(type(e).__name__, str(e).replace(sys.path[0], '').split(' (/')[0])
    print(sorted(m for m in sys.modules if m.startswith('pk_cycle.')))
