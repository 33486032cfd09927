# Waits for a client with a time-out of three seconds.
import socket

listener = socket.create_server(("127.0.0.1", 0))
listener.settimeout(3)
listener.accept()
