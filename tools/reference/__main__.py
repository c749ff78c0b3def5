"""Write the reference pages and tell which changed."""

from tools.reference import write

for name in write():
    print(f"docs/reference/{name}")
