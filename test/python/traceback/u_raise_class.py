# Uncaught: raising a class, no message.
def stop():
    raise NotImplementedError
stop()
