# Interval timers, alarms, blocked signals that are waited for.
import os, signal, time
seen = []
signal.signal(signal.SIGALRM, lambda n, f: seen.append(n))
print(signal.setitimer(signal.ITIMER_REAL, 0.1))
value, interval = signal.getitimer(signal.ITIMER_REAL); print(0 < value <= 0.1, interval)
while not seen: time.sleep(0.05)
print(seen, signal.getitimer(0), signal.alarm(50), signal.alarm(0))
signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
while len(seen) < 3: pass
print(signal.setitimer(0, 0)[1], set(seen))
for f in (lambda: signal.setitimer(9, 1), lambda: signal.setitimer(0, -1), lambda: signal.sigtimedwait([99], 1), lambda: signal.sigtimedwait([10], -1), lambda: signal.alarm('a')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]))
os.kill(os.getpid(), signal.SIGUSR1); print(signal.sigpending(), signal.sigwait([signal.SIGUSR1]), signal.sigpending())
os.kill(os.getpid(), signal.SIGUSR1); i = signal.sigwaitinfo([signal.SIGUSR1]); print(i.si_signo, i.si_code, i.si_pid == os.getpid())
print(signal.sigtimedwait([signal.SIGUSR1], 0.01), signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1]))
