"""The entry point of ``python -m liveo``."""

from liveo.cli import main

if __name__ == "__main__":
    main()
