# Never stops computing.
number = 1
while True:
    number = number * 3 % 1000003
