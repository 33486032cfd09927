import socket

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.connect(("127.0.0.1", 5678))
    s.sendall(b"one")
    s.recv(1024)
    s.sendall(b"3")
    s.recv(1024)
