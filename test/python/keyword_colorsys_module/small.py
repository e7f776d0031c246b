# Several small modules: keyword, colorsys, copyreg, sched, getopt, timeit, stat, cmd.
import keyword, colorsys, sched, getopt, copyreg, timeit, time
print(len(keyword.kwlist), keyword.softkwlist, keyword.iskeyword('nonlocal'), [round(x, 3) for x in colorsys.rgb_to_hsv(.2, .4, .4)], [round(x, 3) for x in colorsys.hls_to_rgb(.5, .4, .3)])
s = sched.scheduler(lambda: 0, lambda n: None); out = []
for p, n in ((2, 'b'), (1, 'a'), (3, 'c')): s.enter(0, p, out.append, (n,))
print(len(s.queue), s.empty()); s.run(); print(out, s.empty())
print(getopt.getopt(['-a', '-b', 'v', '--long=x', 'rest'], 'ab:', ['long=']), getopt.gnu_getopt(['r', '-a'], 'a'))
for a in ((['-z'], 'a'), (['-b'], 'b:'), (['--nope'], '', ['yes']), (['--yes=1'], '', ['yes'])):
    try: print(getopt.getopt(*a))
    except getopt.GetoptError as e: print(e, e.opt)
class C: pass
copyreg.pickle(C, lambda c: (C, ())); import pickle; print(type(pickle.loads(pickle.dumps(C()))).__name__)
for f in (lambda: copyreg.pickle(5, 5), lambda: s.cancel(None)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(timeit.timeit('x = 1', number=10) >= 0, timeit.repeat('pass', number=1, repeat=2).__len__(), timeit.default_timer is time.perf_counter)
