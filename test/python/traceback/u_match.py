# Uncaught: an error in a guard and in a class pattern.
class P: __match_args__ = 5
match P():
    case int(): print('no')
    case P(1): print('never')
