// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>
#include <QtCore/qstring.h>

#include <type_traits>
#include <vector>

// Names the translation context of ErrorText::tr(). scripts/update-translations makes lupdate
// read it as Q_DECLARE_TR_FUNCTIONS.
#define QTINTERPROCESS_TEXT_CONTEXT(context)

namespace QtInterprocess {

class Error;

/*
    Holds the reason of an error: an English phrase with values, translated when it is shown.

    Threads of the library also make errors, even while the application ends. Translation is
    therefore left to the reader of the error, and a comparison of errors ignores the language.
*/
class ErrorText
{
    QTINTERPROCESS_TEXT_CONTEXT(QtInterprocess)

public:
    ErrorText() noexcept = default;
    // Holds a text that is shown unchanged, because the system, another process or the program
    // wrote it.
    ErrorText(const QString &verbatim) : m_verbatim(verbatim) { }

    // Makes a text of a phrase. The phrase must be a literal, so that lupdate finds it.
    static ErrorText tr(const char *phrase)
    {
        ErrorText text;
        text.m_phrase = phrase;
        return text;
    }
    static ErrorText of(const Error &error); // the reason of the error
    // Returns the reason that the error was made with; empty if it depends on code and operation.
    // A copy for another operation takes this one, and so gets the reason of that operation.
    static ErrorText detailOf(const Error &error);
    static ErrorText joined(const ErrorText &first, const std::vector<ErrorText> &others);

    // Fills the places %1 to %9 in order. A value may be an ErrorText; it is translated with the
    // phrase.
    template <typename... Values>
    ErrorText arg(const Values &...values) const
    {
        ErrorText filled(*this);
        (filled.m_values.push_back(toText(values)), ...);
        return filled;
    }

    bool isEmpty() const noexcept { return !m_phrase && m_verbatim.isEmpty(); }

    QString inEnglish() const { return compose(&inSourceLanguage); }
    QString translated() const { return compose(&translate); }

    static QString inSourceLanguage(const char *phrase);
    static QString translate(const char *phrase);

    friend bool operator==(const ErrorText &a, const ErrorText &b) noexcept { return a.equals(b); }

private:
    template <typename Value>
    static ErrorText toText(const Value &value)
    {
        if constexpr (std::is_integral_v<Value>)
            return QString::number(value);
        else if constexpr (std::is_same_v<Value, ErrorText>)
            return value;
        else
            return QString(value);
    }
    QString compose(QString (*language)(const char *)) const;
    bool equals(const ErrorText &other) const noexcept;

    const char *m_phrase = nullptr;
    QString m_verbatim;
    std::vector<ErrorText> m_values;
};

} // namespace QtInterprocess
