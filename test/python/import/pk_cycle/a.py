from . import b
value = 'a value'
