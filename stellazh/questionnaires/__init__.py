"""Questionnaires: questions somebody puts together, answers others give, and a picture of the answers.

The shelf that registrations, feedback, surveys and contests use. What a questionnaire is for is said by a use that a
higher app registers (`uses.py`); who may answer is asked by that app too.
"""
