# The file does not compile: await outside async.
def f():
    x = await g()
