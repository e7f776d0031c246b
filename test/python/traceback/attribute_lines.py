"""An attribute access stands at its name when that is in another line; a global's value at its own place."""
import traceback


def a():
    return (None
        .method
        )(
            1, 2
        )


def b():
    (None.
      method
      )()


def c():
    (None
     .attribute
     ) = 5


def d():
    global x
    x = 1 / 0


def e():
    str(
    ).center(
        'x',
    )


for f in a, b, c, d, e:
    try:
        f()
    except Exception:
        print(traceback.format_exc())
