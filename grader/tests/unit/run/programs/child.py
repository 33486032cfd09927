# Waits for a child that waits for its input.
import subprocess

subprocess.run(["cat"], check=True)
