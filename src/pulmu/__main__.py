"""`python -m pulmu`."""

from pulmu.main import main

if __name__ == "__main__":
    main()
