# Uncaught: nested functions and a class method, names in the frames.
class Outer:
    class Inner:
        @staticmethod
        def run():
            def step():
                return [(lambda: {}['k'])() for _ in 'a']
            return step()
Outer.Inner.run()
