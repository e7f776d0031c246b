# Did you mean, for attributes, and imports.
import traceback, sys
class Node:
    def __init__(self): self.children = []; self.parent = None; self._hidden = 1
    def append_child(self): pass
    @property
    def broken(self): return self.childern
n = Node()
for src in ('n.childs', 'n.childern', 'n.Parent', 'n.hidden', 'n.append', 'n.appendchild', 'n.zzz', 'Node.append_chld', '[].appendd', '"".uper', '(5).reel', 'n.broken', 'sys.pth', 'sys.argvs', 'None.foo', 'n.children.psh', '{}.key', 'n.__clas__', 'Node().broken.x', 'Node.parent', 'type.mroo', 'n.append_child.__nam__', 'sys.nothing_like_this'):
    try:
        eval(src)
    except AttributeError as e:
        print(src, '->', traceback.format_exception_only(e)[-1].strip())
for src in ('from sys import pth', 'from sys import argvv', 'from errno import ENOTDIRR', 'from sys import zzz', 'import systm', 'import os.pth', 'from os import pathh', 'from collections import orderedDict', 'from . import x', 'from nothing import x', 'import math.pi'):
    try:
        exec(src)
    except ImportError as e:
        print(src, '->', traceback.format_exception_only(e)[-1].strip().split(' (/')[0], '|', e.name, e.name_from)
class Dynamic:
    def __getattr__(self, n): raise AttributeError(f'no {n} here')
class WithDir:
    def __dir__(self): return ['alpha', 5, 'beta']
class BadDir:
    def __dir__(self): raise ValueError
for o, a in ((Dynamic(), 'x'), (WithDir(), 'alpa'), (BadDir(), 'alpa')):
    try:
        getattr(o, a)
    except AttributeError as e:
        print(traceback.format_exception_only(e)[-1].strip())
n.childrn
