# Waits for a client that never comes.
import socket

socket.create_server(("127.0.0.1", 0)).accept()
