# An exception in __del__ is reported and the program goes on.
class Noisy:
    def __del__(self):
        return self.missing_attribute
n = Noisy()
del n
print('still running')
