"""`python -m minutesparse`."""

from minutesparse.cli import main

if __name__ == "__main__":
    main()
