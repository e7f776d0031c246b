# Uncaught: finally blocks print before the traceback.
def work():
    try:
        try: return 1 // 0
        finally: print('inner')
    finally: print('outer')
work()
