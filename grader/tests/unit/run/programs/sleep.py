# Sleeps, then sleeps again.
import time

while True:
    time.sleep(0.3)
