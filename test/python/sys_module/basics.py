# args: one two --three
# sys: argv, flags, versions, limits, hooks, intern, frames.
import sys
print(sys.argv, sys.version_info[:2], sys.version_info >= (3, 13), sys.version_info.releaselevel, sys.implementation.name, sys.byteorder, sys.maxsize, sys.maxunicode, sys.hexversion >> 16, sys.platform, sys.float_repr_style, sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors(), sys.api_version, sys.copyright[:13], sys.flags.optimize, sys.flags.hash_randomization if False else '', sys.thread_info.name, sys.getswitchinterval(), sys.getrecursionlimit(), sys.dont_write_bytecode in (True, False), sys.__name__, sys.orig_argv[-1])
print(sys.intern('a b') is sys.intern('a b'), sys.getrefcount(None), sys.exc_info(), sys.call_tracing(lambda x: x + 1, (1,)), sys.is_finalizing(), sys._getframe().f_lineno, sys._getframe().f_code.co_name, sys.getallocatedblocks() > 0, sys.displayhook is sys.__displayhook__, type(sys.stdout).__name__, sys.stdout is sys.__stdout__, 'sys' in sys.modules, sys.modules[__name__].__file__.endswith('basics.py'), len(sys.path) > 1, sys.path[0].endswith('sys_module'), sys.executable != '', sys.prefix == sys.base_prefix, sys.getsizeof(sys.flags) > 0, sys.hash_info.algorithm, sys.hash_info.hash_bits, sys.stdlib_module_names >= {'os', 're'}, sys.exception(), sys.warnoptions, sys._xoptions if False else '')
def depth(n): return sys._getframe(n).f_code.co_name
def caller(): return depth(1), depth(0)
print(caller())
for f in (lambda: sys._getframe(999), lambda: sys._getframe(-1).f_code.co_name, lambda: sys.intern(5), lambda: sys.intern(type('S', (str,), {})('x')), lambda: sys.getrefcount(), lambda: sys.setrecursionlimit('x'), lambda: sys.getsizeof(), lambda: sys.exit(5), lambda: sys.setswitchinterval(-1), lambda: sys.nope, lambda: sys.version_info.nope, lambda: sys.version_info < 5, lambda: sys.flags.__class__(), lambda: setattr(sys.flags, 'debug', 1), lambda: sys.call_tracing(5, ()), lambda: sys.set_coroutine_origin_tracking_depth(-1), lambda: sys.settrace(), lambda: sys.displayhook(), lambda: sys.audit(), lambda: sys.audit('my.event', 1)):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
log = []
def tr(fr, ev, arg): log.append((ev, fr.f_code.co_name)); return tr
def traced(x): y = x + 1; return y
sys.settrace(tr); traced(1); sys.settrace(None); print(log); log.clear(); sys.setprofile(lambda fr, ev, a: log.append((ev, fr.f_code.co_name if ev[0] != 'c' or ev == 'call' else a.__name__))); traced(len('a')); sys.setprofile(None); print(log[:4], sys.gettrace(), sys.getprofile())
