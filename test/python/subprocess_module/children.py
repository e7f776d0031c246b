import errno
import os
import subprocess
import sys
import tempfile

r = subprocess.run(['echo', 'hi'], capture_output=True)
print(r.returncode, r.stdout, r.stderr)
code = 'import sys; print(sys.argv); sys.stderr.write("e\\n"); sys.exit(3)'
r = subprocess.run([sys.executable, '-c', code, 'a'], capture_output=True, env={})
print(r.returncode, r.stdout, r.stderr)
print(subprocess.run(['cat'], input=b'x' * 200000, capture_output=True).stdout.count(b'x'))
for kw in ({'args': ['nonesuch-program']}, {'args': ['echo'], 'cwd': '/nonesuch-folder'}):
    try:
        subprocess.run(**kw)
    except FileNotFoundError as e:
        print(e.errno == errno.ENOENT, e.filename)
try:
    subprocess.run([tempfile.gettempdir()])
except PermissionError as e:
    print('permission', e.errno == errno.EACCES)
print(os.waitstatus_to_exitcode(os.system('exit 5')), os.popen('echo popen').read())
print(subprocess.check_output('echo o; echo e >&2; echo o2', shell=True, stderr=subprocess.STDOUT))

p1 = subprocess.Popen(['printf', 'one\ntwo\nthree\n'], stdout=subprocess.PIPE)
p2 = subprocess.Popen(['sort'], stdin=p1.stdout, stdout=subprocess.PIPE, text=True)
p1.stdout.close()
print(p2.communicate(), p1.wait())

p = subprocess.Popen(['sleep', '10'])
print(p.poll())
try:
    p.wait(0.2)
except subprocess.TimeoutExpired as e:
    print(e)
p.kill()
print(p.wait())

with tempfile.TemporaryFile() as f:
    f.write(b'abc\nd\n')
    f.flush()
    f.seek(4)
    print(subprocess.check_output(['cat'], stdin=f))
try:
    subprocess.run(['false'], check=True)
except subprocess.CalledProcessError as e:
    print(e)
try:
    os.waitpid(-1, 0)
except ChildProcessError as e:
    print(e)
r, w = os.pipe()
p = subprocess.Popen([sys.executable, '-c', f'import os; os.write({w}, b"extra")'], pass_fds=[w])
os.close(w)
print(os.read(r, 100), os.read(r, 100), p.wait())
