# __notes__ that is no sequence.
e = KeyError('k')
e.__notes__ = 42
raise e
