# from None hides the context.
def convert(text):
    try:
        return int(text)
    except ValueError:
        raise TypeError(f'not a number: {text!r}') from None
convert('x')
