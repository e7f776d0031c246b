"""Attribute and method traffic on ordinary instances."""

SIZE = 850_000


class Account:
    def __init__(self, owner, balance):
        self.owner = owner
        self.balance = balance
        self.moves = 0

    def deposit(self, amount):
        self.balance += amount
        self.moves += 1
        return self

    def withdraw(self, amount):
        if amount > self.balance:
            return False
        self.balance -= amount
        self.moves += 1
        return True

    @property
    def rich(self):
        return self.balance > 1000


def main(n):
    accounts = [Account(f'owner {i}', i * 10) for i in range(50)]
    refused = rich = 0
    for i in range(n):
        account = accounts[i % 50]
        account.deposit(i % 97)
        if not account.withdraw(i % 131):
            refused += 1
        if account.rich:
            rich += 1
    return sum(a.balance for a in accounts), sum(a.moves for a in accounts), refused, rich


if __name__ == '__main__':
    from time import perf_counter
    started = perf_counter()
    result = main(SIZE)
    elapsed = perf_counter() - started
    print('checksum', result)
    print('elapsed', elapsed)
