# Uncaught: an attribute in the middle of a chain.
class Node:
    def __init__(self, next=None): self.next = next
chain = Node(Node())
print(chain.next.next.next)
