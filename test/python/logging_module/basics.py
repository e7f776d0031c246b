# logging: levels, handlers, formatters, propagation, exceptions.
import logging, io, sys
o = io.StringIO(); h = logging.StreamHandler(o); h.setFormatter(logging.Formatter('%(levelname)s:%(name)s:%(funcName)s:%(lineno)d:%(message)s'))
log = logging.getLogger('app'); log.addHandler(h); log.setLevel(logging.DEBUG); log.propagate = False
log.debug('d %s', 1); log.info('i %(k)s', {'k': 'v'}); log.warning('w'); log.error('e'); log.critical('c'); log.log(25, 'custom')
def f(): logging.getLogger('app.child').info('child')
f(); log.setLevel('WARNING'); log.info('hidden'); print(o.getvalue(), log.isEnabledFor(10), log.getEffectiveLevel(), logging.getLogger('app.child').getEffectiveLevel(), logging.getLevelName(30), logging.getLevelName('INFO'), logging.getLogger('app') is log, log.parent.name, repr(log))
o.truncate(0); o.seek(0); h.setFormatter(logging.Formatter('{levelname:>8}|{message}', style='{'))
try: 1 / 0
except ZeroDivisionError: log.exception('failed')
print(o.getvalue().replace(__file__, 'FILE')); o.truncate(0); o.seek(0)
class F(logging.Filter):
    def filter(self, r): r.msg = '*' + r.msg; return 'no' not in r.getMessage()
h.addFilter(F()); log.warning('kept'); log.warning('contains no: %s', 'no'); print(o.getvalue()); logging.addLevelName(25, 'NOTICE'); log.setLevel(1); log.log(25, 'x'); print(o.getvalue().split('\n')[-2])
old, sys.stderr = sys.stderr, io.StringIO(); logging.getLogger('unconfigured').warning('last resort'); logging.getLogger('u2').info('no'); print(sys.stderr.getvalue()); sys.stderr = old
class L(logging.Handler):
    def emit(self, r): print('emit', r.levelno, r.args, r.getMessage(), r.exc_info, r.name, r.module)
log.handlers = [L()]; log.info('%d items', 3, extra={'k': 1}); a = logging.LoggerAdapter(log, {'id': 1}); a.info('adapted'); logging.disable(logging.ERROR); log.error('disabled'); logging.disable(0)
for g in (lambda: log.setLevel('NOPE'), lambda: log.log('x', 'm'), lambda: logging.Formatter('%(x'), lambda: logging.Formatter('{x', style='{'), lambda: logging.Formatter('a', style='z'), lambda: log.info('m', extra={'message': 1}), lambda: logging.getLogger(5), lambda: logging.basicConfig(bad=1)):
    try: g()
    except Exception as e: print(type(e).__name__, e)
