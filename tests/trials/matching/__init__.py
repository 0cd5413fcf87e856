"""How well and how fast is a question understood, beside what others would use?"""
