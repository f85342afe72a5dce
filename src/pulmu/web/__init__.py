"""The people's way in: pages drawn by the server, in Korean and English; scripts of our own only add to them."""
