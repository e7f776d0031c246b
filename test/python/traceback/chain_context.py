# Exceptions raised while others are handled, and while cleaning up.
def cleanup():
    try:
        {}['first']
    finally:
        [][0]
try:
    cleanup()
except IndexError:
    None.third
