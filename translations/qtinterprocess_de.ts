<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>QtInterprocess</name>
    <message>
        <source>the device is not open for writing</source>
        <translation>das Gerät ist nicht zum Schreiben geöffnet</translation>
    </message>
    <message>
        <source>the process has ended</source>
        <translation>der Prozess ist beendet</translation>
    </message>
    <message>
        <source>there is no connection</source>
        <translation>es besteht keine Verbindung</translation>
    </message>
    <message>
        <source>the name is empty</source>
        <translation>der Name ist leer</translation>
    </message>
    <message>
        <source>this process runs as %1</source>
        <translation>der Benutzer dieses Prozesses ist: %1</translation>
    </message>
    <message>
        <source>the name is in use by process %1, at &quot;%2&quot;</source>
        <translation>der Name wird von Prozess %1 benutzt, unter „%2“</translation>
    </message>
    <message>
        <source>the name is in use, at &quot;%1&quot;</source>
        <translation>der Name wird unter „%1“ benutzt</translation>
    </message>
    <message>
        <source>a folder of %1 with mode %2</source>
        <translation>ein Ordner (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>a symbolic link of %1 with mode %2</source>
        <translation>eine symbolische Verknüpfung (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>a socket of %1 with mode %2</source>
        <translation>ein Socket (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>a FIFO of %1 with mode %2</source>
        <translation>ein FIFO (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>a file of %1 with mode %2</source>
        <translation>eine Datei (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>there is no group &quot;%1&quot; on this system</source>
        <translation>eine Gruppe „%1“ gibt es auf diesem System nicht</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>this user</source>
        <translation>dieser Benutzer</translation>
    </message>
    <message>
        <source>this user or the group &quot;%1&quot;</source>
        <translation>dieser Benutzer oder die Gruppe „%1“</translation>
    </message>
    <message>
        <source>%1 handles in one message, the limit is %2</source>
        <translation>%1 Handles in einer Nachricht, die Grenze ist %2</translation>
    </message>
    <message>
        <source>sequenced-packet</source>
        <translation>SeqPacket</translation>
    </message>
    <message>
        <source>datagram</source>
        <translation>Datagramm</translation>
    </message>
    <message>
        <source>stream</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>this system has no %1 sockets of the Unix domain</source>
        <translation>dieses System hat keine %1-Sockets der Unix-Domain</translation>
    </message>
    <message>
        <source>not a Unix domain socket</source>
        <translation>kein Unix-Domain-Socket</translation>
    </message>
    <message>
        <source>not a %1 socket</source>
        <translation>kein %1-Socket</translation>
    </message>
    <message>
        <source>not a listening socket</source>
        <translation>kein lauschender Socket</translation>
    </message>
    <message>
        <source>the path is empty</source>
        <translation>der Pfad ist leer</translation>
    </message>
    <message>
        <source>only Linux has /proc/self/fd</source>
        <translation>nur Linux hat /proc/self/fd</translation>
    </message>
    <message>
        <source>a part of the name is empty</source>
        <translation>ein Teil des Namens ist leer</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a group</source>
        <translation>„%1“ ist keine Gruppe</translation>
    </message>
    <message>
        <source>a name has 1 to 255 of the characters A-Z, a-z, 0-9, &apos;-&apos;, &apos;_&apos; and &apos;.&apos;</source>
        <translation>ein Name hat 1 bis 255 der Zeichen A-Z, a-z, 0-9, „-“, „_“ und „.“</translation>
    </message>
    <message>
        <source>the name is in use by process %1</source>
        <translation>der Name wird von Prozess %1 benutzt</translation>
    </message>
    <message>
        <source>the name is in use</source>
        <translation>der Name wird bereits benutzt</translation>
    </message>
    <message>
        <source>the lock file &quot;%1&quot;: %2</source>
        <translation>die Sperrdatei „%1“: %2</translation>
    </message>
    <message>
        <source>maximumInstances is %1; it can be 1 to %2</source>
        <translation>maximumInstances ist %1; erlaubt sind 1 bis %2</translation>
    </message>
    <message>
        <source>a buffer size is negative</source>
        <translation>eine Puffergröße ist negativ</translation>
    </message>
    <message>
        <source>defaultWaitTimeout is %1; it can be -1, 0 or more</source>
        <translation>defaultWaitTimeout ist %1; erlaubt sind −1, 0 oder mehr</translation>
    </message>
    <message>
        <source>no error</source>
        <translation>kein Fehler</translation>
    </message>
    <message>
        <source>nothing has that name</source>
        <translation>nichts hat diesen Namen</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>der Name ist zu lang</translation>
    </message>
    <message>
        <source>not a valid name</source>
        <translation>kein gültiger Name</translation>
    </message>
    <message>
        <source>access denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeitüberschreitung</translation>
    </message>
    <message>
        <source>the peer closed the connection</source>
        <translation>die Gegenstelle hat die Verbindung geschlossen</translation>
    </message>
    <message>
        <source>out of resources</source>
        <translation>keine Ressourcen mehr</translation>
    </message>
    <message>
        <source>not possible in this state</source>
        <translation>in diesem Zustand nicht möglich</translation>
    </message>
    <message>
        <source>the message is too large</source>
        <translation>die Nachricht ist zu groß</translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation>unbekannter Fehler</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 &quot;%2&quot;: %3</source>
        <translation>%1 „%2“: %3</translation>
    </message>
    <message>
        <source>%1 (and %2 more in the last second)</source>
        <translation>%1 (und %2 weitere in der letzten Sekunde)</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>accept a connection on</source>
        <translation>Annehmen einer Verbindung auf</translation>
    </message>
    <message>
        <source>accept on</source>
        <translation>Annehmen auf</translation>
    </message>
    <message>
        <source>admit a peer</source>
        <translation>Zulassen einer Gegenstelle</translation>
    </message>
    <message>
        <source>admit the peer of</source>
        <translation>Zulassen der Gegenstelle von</translation>
    </message>
    <message>
        <source>bind to</source>
        <translation>Binden an</translation>
    </message>
    <message>
        <source>claim</source>
        <translation>Beanspruchen von</translation>
    </message>
    <message>
        <source>close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>connect to</source>
        <translation>Verbinden mit</translation>
    </message>
    <message>
        <source>create</source>
        <translation>Anlegen von</translation>
    </message>
    <message>
        <source>create a peer for</source>
        <translation>Anlegen einer Gegenstelle für</translation>
    </message>
    <message>
        <source>create a pipe</source>
        <translation>Anlegen einer Pipe</translation>
    </message>
    <message>
        <source>create a socket</source>
        <translation>Anlegen eines Sockets</translation>
    </message>
    <message>
        <source>create a socket pair</source>
        <translation>Anlegen eines Socket-Paars</translation>
    </message>
    <message>
        <source>create a timer</source>
        <translation>Anlegen eines Zeitgebers</translation>
    </message>
    <message>
        <source>create an event queue</source>
        <translation>Anlegen einer Ereigniswarteschlange</translation>
    </message>
    <message>
        <source>create pipes</source>
        <translation>Anlegen von Pipes</translation>
    </message>
    <message>
        <source>create the pipe</source>
        <translation>Anlegen der Pipe</translation>
    </message>
    <message>
        <source>detach</source>
        <translation>Ablösen</translation>
    </message>
    <message>
        <source>disconnect</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>disconnect from</source>
        <translation>Trennen von</translation>
    </message>
    <message>
        <source>duplicate a descriptor</source>
        <translation>Verdoppeln eines Deskriptors</translation>
    </message>
    <message>
        <source>duplicate the handle</source>
        <translation>Verdoppeln des Handles</translation>
    </message>
    <message>
        <source>end the process of</source>
        <translation>Beenden des Prozesses von</translation>
    </message>
    <message>
        <source>forward to</source>
        <translation>Weiterleiten an</translation>
    </message>
    <message>
        <source>listen on</source>
        <translation>Lauschen auf</translation>
    </message>
    <message>
        <source>lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>look up the group</source>
        <translation>Nachschlagen der Gruppe</translation>
    </message>
    <message>
        <source>notify the supervisor at</source>
        <translation>Benachrichtigen der Überwachung unter</translation>
    </message>
    <message>
        <source>open</source>
        <translation>Öffnen von</translation>
    </message>
    <message>
        <source>open /dev/null in place of</source>
        <translation>Öffnen von /dev/null anstelle von</translation>
    </message>
    <message>
        <source>open NUL in place of</source>
        <translation>Öffnen von NUL anstelle von</translation>
    </message>
    <message>
        <source>open the folder</source>
        <translation>Öffnen des Ordners</translation>
    </message>
    <message>
        <source>open the process</source>
        <translation>Öffnen des Prozesses</translation>
    </message>
    <message>
        <source>open the token of a process</source>
        <translation>Öffnen des Tokens eines Prozesses</translation>
    </message>
    <message>
        <source>open the token of a thread</source>
        <translation>Öffnen des Tokens eines Threads</translation>
    </message>
    <message>
        <source>read a message from</source>
        <translation>Lesen einer Nachricht von</translation>
    </message>
    <message>
        <source>read from</source>
        <translation>Lesen von</translation>
    </message>
    <message>
        <source>read the security descriptor</source>
        <translation>Lesen der Sicherheitsbeschreibung</translation>
    </message>
    <message>
        <source>read whole messages from the pipe</source>
        <translation>Lesen ganzer Nachrichten von der Pipe</translation>
    </message>
    <message>
        <source>receive a message</source>
        <translation>Empfangen einer Nachricht</translation>
    </message>
    <message>
        <source>receive a value</source>
        <translation>Empfangen eines Wertes</translation>
    </message>
    <message>
        <source>receive handles from</source>
        <translation>Empfangen von Handles von</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>Entfernen von</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>Umbenennen von</translation>
    </message>
    <message>
        <source>send %1 to</source>
        <translation>Senden von %1 an</translation>
    </message>
    <message>
        <source>send %1 to the group</source>
        <translation>Senden von %1 an die Gruppe</translation>
    </message>
    <message>
        <source>send a handle to</source>
        <translation>Senden eines Handles an</translation>
    </message>
    <message>
        <source>send a message</source>
        <translation>Senden einer Nachricht</translation>
    </message>
    <message>
        <source>send a message to</source>
        <translation>Senden einer Nachricht an</translation>
    </message>
    <message>
        <source>send a signal to</source>
        <translation>Senden eines Signals an</translation>
    </message>
    <message>
        <source>send handles to</source>
        <translation>Senden von Handles an</translation>
    </message>
    <message>
        <source>set a timer</source>
        <translation>Stellen eines Zeitgebers</translation>
    </message>
    <message>
        <source>set flags of a descriptor</source>
        <translation>Setzen der Flags eines Deskriptors</translation>
    </message>
    <message>
        <source>set the action of</source>
        <translation>Setzen der Aktion von</translation>
    </message>
    <message>
        <source>set the capacity of the queue</source>
        <translation>Setzen der Größe der Warteschlange</translation>
    </message>
    <message>
        <source>set the name of</source>
        <translation>Setzen des Namens von</translation>
    </message>
    <message>
        <source>set the permissions of</source>
        <translation>Setzen der Berechtigungen von</translation>
    </message>
    <message>
        <source>set the permissions of a descriptor</source>
        <translation>Setzen der Berechtigungen eines Deskriptors</translation>
    </message>
    <message>
        <source>set up a socket</source>
        <translation>Einrichten eines Sockets</translation>
    </message>
    <message>
        <source>start a thread</source>
        <translation>Starten eines Threads</translation>
    </message>
    <message>
        <source>take a connection from</source>
        <translation>Entnehmen einer Verbindung von</translation>
    </message>
    <message>
        <source>take over</source>
        <translation>Übernehmen von</translation>
    </message>
    <message>
        <source>take the activated socket</source>
        <translation>Übernehmen des aktivierten Sockets</translation>
    </message>
    <message>
        <source>take the handle of</source>
        <translation>Entnehmen des Handles von</translation>
    </message>
    <message>
        <source>take the handle of the parent</source>
        <translation>Übernehmen des Handles vom Elternprozess</translation>
    </message>
    <message>
        <source>terminate</source>
        <translation>Beenden von</translation>
    </message>
    <message>
        <source>use the folder</source>
        <translation>Benutzen des Ordners</translation>
    </message>
    <message>
        <source>use the handle</source>
        <translation>Benutzen des Handles</translation>
    </message>
    <message>
        <source>use the handles</source>
        <translation>Benutzen der Handles</translation>
    </message>
    <message>
        <source>wait for</source>
        <translation>Warten auf</translation>
    </message>
    <message>
        <source>wait for a connection</source>
        <translation>Warten auf eine Verbindung</translation>
    </message>
    <message>
        <source>wait for a message</source>
        <translation>Warten auf eine Nachricht</translation>
    </message>
    <message>
        <source>wait for connections to</source>
        <translation>Warten auf Verbindungen zu</translation>
    </message>
    <message>
        <source>wait for events</source>
        <translation>Warten auf Ereignisse</translation>
    </message>
    <message>
        <source>wait for the process</source>
        <translation>Warten auf den Prozess</translation>
    </message>
    <message>
        <source>watch</source>
        <translation>Beobachten von</translation>
    </message>
    <message>
        <source>watch a descriptor</source>
        <translation>Beobachten eines Deskriptors</translation>
    </message>
    <message>
        <source>watch the console</source>
        <translation>Beobachten der Konsole</translation>
    </message>
    <message>
        <source>watch the process</source>
        <translation>Beobachten des Prozesses</translation>
    </message>
    <message>
        <source>write to</source>
        <translation>Schreiben an</translation>
    </message>
    <message>
        <source>write to the lock file</source>
        <translation>Schreiben in die Sperrdatei</translation>
    </message>
    <message>
        <source>write to the target</source>
        <translation>Schreiben in das Ziel</translation>
    </message>
    <message>
        <source>open() cannot open this device; connect it, or call adopt()</source>
        <translation>open() kann dieses Gerät nicht öffnen; verbinden Sie es, oder rufen Sie adopt() auf</translation>
    </message>
    <message>
        <source>the device is already connecting or connected; close it first</source>
        <translation>das Gerät stellt bereits eine Verbindung her oder ist verbunden; schließen Sie es zuerst</translation>
    </message>
    <message>
        <source>the device is not connected</source>
        <translation>das Gerät ist nicht verbunden</translation>
    </message>
    <message>
        <source>this connection has no half-close; call close()</source>
        <translation>diese Verbindung lässt sich nicht halb schließen; rufen Sie close() auf</translation>
    </message>
    <message>
        <source>a packet does not fit into the limit of %1 unread bytes; raise maximumPacketSize</source>
        <translation>ein Paket passt nicht in die Grenze von %1 ungelesenen Bytes; erhöhen Sie maximumPacketSize</translation>
    </message>
    <message>
        <source>the device is not connected, or the peer stopped reading</source>
        <translation>das Gerät ist nicht verbunden, oder die Gegenstelle liest nicht mehr</translation>
    </message>
    <message>
        <source>the device carries bytes, not messages; call read()</source>
        <translation>das Gerät überträgt Bytes und keine Nachrichten; rufen Sie read() auf</translation>
    </message>
    <message>
        <source>the message has %1 bytes, the limit is %2</source>
        <translation>die Nachricht hat %1 Bytes, die Grenze ist %2</translation>
    </message>
    <message>
        <source>the write buffer is full; send again when the peer has read</source>
        <translation>der Schreibpuffer ist voll; senden Sie erneut, wenn die Gegenstelle gelesen hat</translation>
    </message>
    <message>
        <source>the server is already listening; call close() first</source>
        <translation>der Server lauscht bereits; rufen Sie zuerst close() auf</translation>
    </message>
    <message>
        <source>the connection filter refused the peer</source>
        <translation>der Verbindungsfilter hat die Gegenstelle abgelehnt</translation>
    </message>
    <message>
        <source>the connection filter threw an exception: %1</source>
        <translation>der Verbindungsfilter hat eine Ausnahme ausgelöst: %1</translation>
    </message>
    <message>
        <source>the connection filter threw an exception</source>
        <translation>der Verbindungsfilter hat eine Ausnahme ausgelöst</translation>
    </message>
    <message>
        <source>the system does not report the user of the peer</source>
        <translation>das System meldet den Benutzer der Gegenstelle nicht</translation>
    </message>
    <message>
        <source>the connection is closed</source>
        <translation>die Verbindung ist geschlossen</translation>
    </message>
    <message>
        <source>not all output is sent; wait until bytesToWrite() is 0</source>
        <translation>es ist noch nicht alles gesendet; warten Sie, bis bytesToWrite() 0 ist</translation>
    </message>
    <message>
        <source>the device has two handles; call takeHandles()</source>
        <translation>das Gerät hat zwei Handles; rufen Sie takeHandles() auf</translation>
    </message>
    <message>
        <source>the object belongs to the process that opened it; a forked child must create its own</source>
        <translation>das Objekt gehört dem Prozess, der es geöffnet hat; ein mit fork() erzeugter Kindprozess muss ein eigenes anlegen</translation>
    </message>
    <message>
        <source>the peer did not read the rest after close(); see Device::setLingerLimits()</source>
        <translation>die Gegenstelle hat den Rest nach close() nicht gelesen; siehe Device::setLingerLimits()</translation>
    </message>
    <message>
        <source>a worker thread uses the handle</source>
        <translation>ein Hilfsthread benutzt das Handle</translation>
    </message>
    <message>
        <source>more than %1 handles were pending; the rest was closed</source>
        <translation>mehr als %1 Handles haben gewartet; die übrigen wurden geschlossen</translation>
    </message>
    <message>
        <source>the socket has no peer; call writeDatagram() with a receiver, or connectToPeer()</source>
        <translation>der Socket hat keine Gegenstelle; rufen Sie writeDatagram() mit einem Empfänger auf, oder connectToPeer()</translation>
    </message>
    <message>
        <source>timed out; no process opened the FIFO for reading</source>
        <translation>Zeitüberschreitung; kein Prozess hat das FIFO zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>timed out; no process opened the FIFO for writing</source>
        <translation>Zeitüberschreitung; kein Prozess hat das FIFO zum Schreiben geöffnet</translation>
    </message>
    <message>
        <source>some handles were closed; more than %1 were pending, or no descriptor was free</source>
        <translation>einige Handles wurden geschlossen; mehr als %1 haben gewartet, oder kein Deskriptor war frei</translation>
    </message>
    <message>
        <source>the message is larger than the limit of %1 bytes</source>
        <translation>die Nachricht ist größer als die Grenze von %1 Bytes</translation>
    </message>
    <message>
        <source>timed out; the server does not accept connections and its backlog is full</source>
        <translation>Zeitüberschreitung; der Server nimmt keine Verbindungen an, und seine Warteschlange ist voll</translation>
    </message>
    <message>
        <source>not a valid process ID</source>
        <translation>keine gültige Prozess-ID</translation>
    </message>
    <message>
        <source>no process has that ID</source>
        <translation>kein Prozess hat diese ID</translation>
    </message>
    <message>
        <source>this system has no such signal</source>
        <translation>dieses System hat kein solches Signal</translation>
    </message>
    <message>
        <source>no program can catch this signal</source>
        <translation>kein Programm kann dieses Signal abfangen</translation>
    </message>
    <message>
        <source>this signal reports a fault of the program; pass AllowFaults to watch it</source>
        <translation>dieses Signal meldet einen Fehler des Programms; übergeben Sie AllowFaults, um es zu beobachten</translation>
    </message>
    <message>
        <source>a server can create pipes on this machine only; use \\.\pipe\name</source>
        <translation>ein Server kann Pipes nur auf diesem Rechner anlegen; verwenden Sie \\.\pipe\name</translation>
    </message>
    <message>
        <source>the name is in use by another server</source>
        <translation>der Name wird von einem anderen Server benutzt</translation>
    </message>
    <message>
        <source>timed out; all instances of the pipe are in use</source>
        <translation>Zeitüberschreitung; alle Instanzen der Pipe sind in Benutzung</translation>
    </message>
    <message>
        <source>the system has no buffer for a message of %1 bytes</source>
        <translation>das System hat keinen Puffer für eine Nachricht von %1 Bytes</translation>
    </message>
    <message>
        <source>Windows cannot send this signal to a single process; use SIGTERM or SIGKILL</source>
        <translation>Windows kann dieses Signal nicht an einen einzelnen Prozess senden; verwenden Sie SIGTERM oder SIGKILL</translation>
    </message>
    <message>
        <source>Windows has no signals with a value; call send()</source>
        <translation>Windows kennt keine Signale mit einem Wert; rufen Sie send() auf</translation>
    </message>
    <message>
        <source>not a process handle</source>
        <translation>kein Handle eines Prozesses</translation>
    </message>
    <message>
        <source>Windows does not report this signal</source>
        <translation>Windows meldet dieses Signal nicht</translation>
    </message>
    <message>
        <source>Windows cannot call the previous handler; do not pass CallPrevious</source>
        <translation>Windows kann die vorige Behandlung nicht aufrufen; übergeben Sie CallPrevious nicht</translation>
    </message>
    <message>
        <source>the worker thread of the handle does not exist in a forked child</source>
        <translation>den Hilfsthread des Handles gibt es in einem mit fork() erzeugten Kindprozess nicht</translation>
    </message>
    <message>
        <source>the system cannot start another thread</source>
        <translation>das System kann keinen weiteren Thread starten</translation>
    </message>
    <message>
        <source>the message contains a line feed, which ends a message in this framing</source>
        <translation>die Nachricht enthält einen Zeilenvorschub, der hier eine Nachricht beendet</translation>
    </message>
    <message>
        <source>the message ends with a carriage return, which is part of the line end in this framing</source>
        <translation>die Nachricht endet mit einem Wagenrücklauf, der hier zum Zeilenende gehört</translation>
    </message>
    <message>
        <source>the message contains a NUL, which ends a message in this framing</source>
        <translation>die Nachricht enthält ein NUL, das hier eine Nachricht beendet</translation>
    </message>
    <message>
        <source>the peer announced a message of %1 bytes, the limit is %2</source>
        <translation>die Gegenstelle hat eine Nachricht von %1 Bytes angekündigt, die Grenze ist %2</translation>
    </message>
    <message>
        <source>the message has more than %1 bytes</source>
        <translation>die Nachricht hat mehr als %1 Bytes</translation>
    </message>
    <message>
        <source>the message header has more than %1 bytes</source>
        <translation>der Kopf der Nachricht hat mehr als %1 Bytes</translation>
    </message>
    <message>
        <source>the message header has no Content-Length</source>
        <translation>im Kopf der Nachricht fehlt Content-Length</translation>
    </message>
    <message>
        <source>the message header has a line that is not a field</source>
        <translation>der Kopf der Nachricht enthält eine Zeile, die kein Feld ist</translation>
    </message>
    <message>
        <source>the Content-Length of the message is not a number</source>
        <translation>die Content-Length der Nachricht ist keine Zahl</translation>
    </message>
    <message>
        <source>the message header has two Content-Length fields</source>
        <translation>der Kopf der Nachricht enthält Content-Length zweimal</translation>
    </message>
    <message>
        <source>a system name consists of parts with one slash between them; a part cannot be . or ..</source>
        <translation>ein Systemname besteht aus Teilen mit je einem Schrägstrich dazwischen; kein Teil darf . oder .. sein</translation>
    </message>
    <message>
        <source>the peer closed the connection in the middle of the message</source>
        <translation>die Gegenstelle hat die Verbindung mitten in der Nachricht geschlossen</translation>
    </message>
    <message>
        <source>the device does not accept more output</source>
        <translation>das Gerät nimmt keine Ausgabe mehr an</translation>
    </message>
    <message>
        <source>the device was closed before the whole message was sent</source>
        <translation>das Gerät wurde geschlossen, bevor die ganze Nachricht gesendet war</translation>
    </message>
    <message>
        <source>the message is not valid CBOR</source>
        <translation>die Nachricht ist kein gültiges CBOR</translation>
    </message>
    <message>
        <source>the message is not valid JSON</source>
        <translation>die Nachricht ist kein gültiges JSON</translation>
    </message>
    <message>
        <source>the target was closed before the end of the source</source>
        <translation>das Ziel wurde vor dem Ende der Quelle geschlossen</translation>
    </message>
    <message>
        <source>the target is not open for writing</source>
        <translation>das Ziel ist nicht zum Schreiben geöffnet</translation>
    </message>
    <message>
        <source>the output limit is reached; %1 bytes already wait to be sent</source>
        <translation>die Grenze für die Ausgabe ist erreicht; %1 Bytes warten bereits</translation>
    </message>
    <message>
        <source>the primary (process %1)</source>
        <translation>die erste Instanz (Prozess %1)</translation>
    </message>
    <message>
        <source>the primary</source>
        <translation>die erste Instanz</translation>
    </message>
    <message>
        <source>%1 does not respond</source>
        <translation>%1 antwortet nicht</translation>
    </message>
    <message>
        <source>the primary is another SingleInstance of this process</source>
        <translation>die erste Instanz ist eine andere SingleInstance dieses Prozesses</translation>
    </message>
    <message>
        <source>%1 is another program, or uses another version of the protocol</source>
        <translation>%1 ist ein anderes Programm oder verwendet eine andere Version des Protokolls</translation>
    </message>
    <message>
        <source>%1 has ended, and may have served the request</source>
        <translation>%1 ist beendet und hat die Anfrage womöglich bearbeitet</translation>
    </message>
    <message>
        <source>%1 has ended</source>
        <translation>%1 ist beendet</translation>
    </message>
    <message>
        <source>this instance is not a secondary; check role() first</source>
        <translation>diese Instanz ist keine weitere Instanz; prüfen Sie zuerst role()</translation>
    </message>
    <message>
        <source>the request has %1 bytes, the primary accepts at most %2</source>
        <translation>die Anfrage hat %1 Bytes, die erste Instanz nimmt höchstens %2 an</translation>
    </message>
    <message>
        <source>%1 does not accept the request</source>
        <translation>%1 nimmt die Anfrage nicht an</translation>
    </message>
    <message>
        <source>%1 uses another protocol</source>
        <translation>%1 verwendet ein anderes Protokoll</translation>
    </message>
    <message>
        <source>%1 received the request, but stopped reading</source>
        <translation>%1 hat die Anfrage erhalten, liest aber nicht weiter</translation>
    </message>
    <message>
        <source>%1 received the request, but does not answer</source>
        <translation>%1 hat die Anfrage erhalten, antwortet aber nicht</translation>
    </message>
    <message>
        <source>%1 sent a malformed answer</source>
        <translation>%1 hat eine fehlerhafte Antwort gesendet</translation>
    </message>
    <message>
        <source>%1 is still running</source>
        <translation>%1 läuft noch</translation>
    </message>
    <message>
        <source>%1 cannot be replaced; it handles no replaceRequested()</source>
        <translation>%1 lässt sich nicht ersetzen; replaceRequested() wird dort nicht behandelt</translation>
    </message>
    <message>
        <source>%1 refused to be replaced</source>
        <translation>%1 hat es abgelehnt, ersetzt zu werden</translation>
    </message>
    <message>
        <source>%1 does not end</source>
        <translation>%1 beendet sich nicht</translation>
    </message>
    <message>
        <source>another process became the primary first</source>
        <translation>ein anderer Prozess wurde vorher zur ersten Instanz</translation>
    </message>
    <message>
        <source>a name with a slash must begin with / or ./</source>
        <translation>ein Name mit einem Schrägstrich muss mit / oder ./ beginnen</translation>
    </message>
    <message>
        <source>the names . and .. are folders</source>
        <translation>die Namen . und .. sind Ordner</translation>
    </message>
    <message>
        <source>the name belongs to %1, not to this user</source>
        <translation>der Besitzer des Namens ist %1, nicht dieser Benutzer</translation>
    </message>
    <message>
        <source>a generic name is for this user only; for others use LocalName::system() or LocalName::path()</source>
        <translation>ein allgemeiner Name gilt nur für diesen Benutzer; verwenden Sie für andere LocalName::system() oder LocalName::path()</translation>
    </message>
    <message>
        <source>another process keeps replacing the folder</source>
        <translation>ein anderer Prozess ersetzt den Ordner fortwährend</translation>
    </message>
    <message>
        <source>the name is that of a Windows pipe; this system has none</source>
        <translation>das ist der Name einer Pipe von Windows; auf diesem System gibt es keine</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a private folder of this user, but %2</source>
        <translation>„%1“ ist kein privater Ordner dieses Benutzers, sondern %2</translation>
    </message>
    <message>
        <source>other users can replace files in &quot;%1&quot;, which is %2</source>
        <translation>andere Benutzer können Dateien in „%1“ ersetzen; das ist %2</translation>
    </message>
    <message>
        <source>the process runs as %1</source>
        <translation>der Benutzer des Prozesses ist: %1</translation>
    </message>
    <message>
        <source>the value has more than %1 elements at byte %2 of %3; see maximumValueElements</source>
        <translation>der Wert hat mehr als %1 Elemente, bei Byte %2 von %3; siehe maximumValueElements</translation>
    </message>
    <message>
        <source>the value is nested more than %1 levels deep at byte %2 of %3; see maximumValueDepth</source>
        <translation>der Wert ist mehr als %1 Ebenen tief verschachtelt, bei Byte %2 von %3; siehe maximumValueDepth</translation>
    </message>
    <message>
        <source>the message has more than one CBOR value</source>
        <translation>die Nachricht hat mehr als einen CBOR-Wert</translation>
    </message>
    <message>
        <source>the message is not valid CBOR at byte %1</source>
        <translation>die Nachricht ist bei Byte %1 kein gültiges CBOR</translation>
    </message>
    <message>
        <source>a name with a backslash must begin with \\</source>
        <translation>ein Name mit einem umgekehrten Schrägstrich muss mit \\ beginnen</translation>
    </message>
    <message>
        <source>Windows has no socket activation; call listen()</source>
        <translation>Windows kennt keine Socket-Aktivierung; rufen Sie listen() auf</translation>
    </message>
    <message>
        <source>the process runs as user %1</source>
        <translation>der Prozess läuft als Benutzer %1</translation>
    </message>
    <message>
        <source>the group &quot;%1&quot; is not mapped in this user namespace</source>
        <translation>die Gruppe „%1“ ist in diesem User-Namespace nicht abgebildet</translation>
    </message>
    <message>
        <source>access() is invalid; its mode is 0%1</source>
        <translation>access() ist ungültig; der Modus ist 0%1</translation>
    </message>
    <message>
        <source>security descriptors exist on Windows only; use Access::fromMode() or Access::group()</source>
        <translation>Sicherheitsbeschreibungen gibt es nur unter Windows; verwenden Sie Access::fromMode() oder Access::group()</translation>
    </message>
    <message>
        <source>the file is not a FIFO and is unchanged; use another name</source>
        <translation>die Datei ist kein FIFO und bleibt unverändert; verwenden Sie einen anderen Namen</translation>
    </message>
    <message>
        <source>another process replaced the file; the new file is unchanged</source>
        <translation>ein anderer Prozess hat die Datei ersetzt; die neue Datei bleibt unverändert</translation>
    </message>
    <message>
        <source>other users can change the folder of the file; use a private folder</source>
        <translation>andere Benutzer können den Ordner der Datei ändern; verwenden Sie einen privaten Ordner</translation>
    </message>
    <message>
        <source>another process removed the file</source>
        <translation>ein anderer Prozess hat die Datei entfernt</translation>
    </message>
    <message>
        <source>this process may not set the group of a file to %1</source>
        <translation>dieser Prozess darf die Gruppe einer Datei nicht auf %1 setzen</translation>
    </message>
    <message>
        <source>a user that is not mapped in this user namespace</source>
        <translation>ein Benutzer, der in diesem User-Namespace nicht abgebildet ist</translation>
    </message>
    <message>
        <source>the number is not that of a handle passed with a name</source>
        <translation>die Nummer gehört nicht zu einem Handle, das mit einem Namen übergeben wurde</translation>
    </message>
    <message>
        <source>this process did not inherit the handle</source>
        <translation>dieser Prozess hat das Handle nicht geerbt</translation>
    </message>
    <message>
        <source>the number refers to another file in this process</source>
        <translation>die Nummer gehört in diesem Prozess zu einer anderen Datei</translation>
    </message>
    <message>
        <source>this exists on Windows only; send the handle over a Unix domain socket</source>
        <translation>das gibt es nur unter Windows; senden Sie das Handle über einen Unix-Domain-Socket</translation>
    </message>
    <message>
        <source>this system does not report the peer of socket %1</source>
        <translation>dieses System meldet die Gegenstelle von Socket %1 nicht</translation>
    </message>
    <message>
        <source>the peer runs as %1</source>
        <translation>der Benutzer der Gegenstelle ist: %1</translation>
    </message>
    <message>
        <source>this user or this user&apos;s group</source>
        <translation>dieser Benutzer oder dessen Gruppe</translation>
    </message>
    <message>
        <source>the server runs as %1; required is %2</source>
        <translation>der Server läuft als: %1; verlangt ist: %2</translation>
    </message>
    <message>
        <source>pipes of this system do not preserve messages</source>
        <translation>Pipes dieses Systems bewahren keine Nachrichtengrenzen</translation>
    </message>
    <message>
        <source>the ID is that of a thread, not of a process</source>
        <translation>die ID gehört zu einem Thread und nicht zu einem Prozess</translation>
    </message>
    <message>
        <source>the sender is %1</source>
        <translation>der Absender ist: %1</translation>
    </message>
    <message>
        <source>the system does not report the sender</source>
        <translation>das System meldet den Absender nicht</translation>
    </message>
    <message>
        <source>too many unexpected handles wait to be closed</source>
        <translation>zu viele unerwartete Handles warten darauf, geschlossen zu werden</translation>
    </message>
    <message>
        <source>the message has %1 bytes, this system sends at most %2</source>
        <translation>die Nachricht hat %1 Bytes, dieses System sendet höchstens %2</translation>
    </message>
    <message>
        <source>the receiver accepts no handles; the bytes were sent without them</source>
        <translation>der Empfänger nimmt keine Handles an; die Bytes wurden ohne sie gesendet</translation>
    </message>
    <message>
        <source>the signal is being watched; call unwatch() first</source>
        <translation>das Signal wird beobachtet; rufen Sie zuerst unwatch() auf</translation>
    </message>
    <message>
        <source>too many signals are pending</source>
        <translation>zu viele Signale warten auf Zustellung</translation>
    </message>
    <message>
        <source>only Linux chooses a name for a socket; pass an address</source>
        <translation>nur Linux wählt selbst einen Namen für einen Socket; übergeben Sie eine Adresse</translation>
    </message>
    <message>
        <source>the socket is listening; adopt it with a server</source>
        <translation>der Socket lauscht; übergeben Sie ihn einem Server</translation>
    </message>
    <message>
        <source>the name has %1 bytes, the limit here is %2</source>
        <translation>der Name hat %1 Bytes, die Grenze ist hier %2</translation>
    </message>
    <message>
        <source>the name has %1 bytes, the limit here is %2; longer paths need /proc, which is missing</source>
        <translation>der Name hat %1 Bytes, die Grenze ist hier %2; längere Pfade brauchen /proc, das fehlt</translation>
    </message>
    <message>
        <source>abstract names exist on Linux only; use a path</source>
        <translation>abstrakte Namen gibt es nur unter Linux; verwenden Sie einen Pfad</translation>
    </message>
    <message>
        <source>the path contains a zero byte</source>
        <translation>der Pfad enthält ein Nullbyte</translation>
    </message>
    <message>
        <source>the address has no name; use UnixAddress::fromPath()</source>
        <translation>die Adresse hat keinen Namen; verwenden Sie UnixAddress::fromPath()</translation>
    </message>
    <message>
        <source>the handle was passed to a child of another process</source>
        <translation>das Handle war für ein Kind eines anderen Prozesses bestimmt</translation>
    </message>
    <message>
        <source>a pipe path has the form \\.\pipe\name</source>
        <translation>ein Pipe-Pfad hat die Form \\.\pipe\name</translation>
    </message>
    <message>
        <source>the name of a pipe cannot contain a zero</source>
        <translation>der Name einer Pipe darf kein Nullzeichen enthalten</translation>
    </message>
    <message>
        <source>the path has %1 characters, the limit here is %2</source>
        <translation>der Pfad hat %1 Zeichen, die Grenze ist hier %2</translation>
    </message>
    <message>
        <source>the handle is in PIPE_NOWAIT mode, and its access rights do not allow to change that</source>
        <translation>das Handle ist im Modus PIPE_NOWAIT, und seine Zugriffsrechte erlauben keine Änderung</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a security descriptor</source>
        <translation>„%1“ ist keine Sicherheitsbeschreibung</translation>
    </message>
    <message>
        <source>a Windows process has no group; use Access::group()</source>
        <translation>unter Windows hat ein Prozess keine Gruppe; verwenden Sie Access::group()</translation>
    </message>
    <message>
        <source>Windows reports only the user of a server; require Access::User or Access::Everyone</source>
        <translation>Windows meldet nur den Benutzer eines Servers; verlangen Sie Access::User oder Access::Everyone</translation>
    </message>
    <message>
        <source>the pipe belongs to user %1</source>
        <translation>die Pipe gehört dem Benutzer %1</translation>
    </message>
    <message>
        <source>a handle with that name was already added</source>
        <translation>ein Handle mit diesem Namen wurde bereits hinzugefügt</translation>
    </message>
    <message>
        <source>the environment variable %1 is malformed</source>
        <translation>die Umgebungsvariable %1 ist fehlerhaft</translation>
    </message>
    <message>
        <source>the parent passed no handle of that name, or it was already taken</source>
        <translation>der Elternprozess hat kein Handle dieses Namens übergeben, oder es wurde schon entnommen</translation>
    </message>
    <message>
        <source>a pipe cannot carry an empty message</source>
        <translation>eine Pipe kann keine leere Nachricht übertragen</translation>
    </message>
    <message>
        <source>the message has %1 bytes, a pipe carries at most %2 in one piece</source>
        <translation>die Nachricht hat %1 Bytes, eine Pipe überträgt höchstens %2 in einem Stück</translation>
    </message>
    <message>
        <source>another object already uses the handles</source>
        <translation>ein anderes Objekt benutzt die Handles bereits</translation>
    </message>
    <message>
        <source>no process is watched; call watch() first</source>
        <translation>kein Prozess wird beobachtet; rufen Sie zuerst watch() auf</translation>
    </message>
    <message>
        <source>signals are being watched; call unwatchAll() first</source>
        <translation>es werden Signale beobachtet; rufen Sie zuerst unwatchAll() auf</translation>
    </message>
    <message>
        <source>LISTEN_FDS is &quot;%1&quot;, which is not a valid number of handles</source>
        <translation>LISTEN_FDS ist „%1“, was keine gültige Anzahl von Handles ist</translation>
    </message>
    <message>
        <source>LISTEN_FDS is %1, but LISTEN_FDNAMES has %2 names</source>
        <translation>LISTEN_FDS ist %1, aber LISTEN_FDNAMES hat %2 Namen</translation>
    </message>
    <message>
        <source>NOTIFY_SOCKET is not set; the supervisor expects no notifications</source>
        <translation>NOTIFY_SOCKET ist nicht gesetzt; die Überwachung erwartet keine Benachrichtigungen</translation>
    </message>
    <message>
        <source>NOTIFY_SOCKET is neither a path nor an @name</source>
        <translation>NOTIFY_SOCKET ist weder ein Pfad noch ein @Name</translation>
    </message>
    <message>
        <source>a status must be one line of text</source>
        <translation>ein Status muss eine einzelne Textzeile sein</translation>
    </message>
    <message>
        <source>a handle name has 1 to 255 printable ASCII characters, and no colon</source>
        <translation>ein Handle-Name hat 1 bis 255 druckbare ASCII-Zeichen und keinen Doppelpunkt</translation>
    </message>
    <message>
        <source>the handle is invalid</source>
        <translation>das Handle ist ungültig</translation>
    </message>
    <message>
        <source>the number %1 is already used, or is not valid</source>
        <translation>die Nummer %1 wird bereits benutzt oder ist ungültig</translation>
    </message>
    <message>
        <source>a FIFO can be opened with ReadOnly or with WriteOnly</source>
        <translation>ein FIFO kann mit ReadOnly oder mit WriteOnly geöffnet werden</translation>
    </message>
    <message>
        <source>the file of this server was removed, and %1</source>
        <translation>die Datei dieses Servers wurde entfernt, und: %1</translation>
    </message>
    <message>
        <source>the file is not a socket and is unchanged; use another name</source>
        <translation>die Datei ist kein Socket und bleibt unverändert; verwenden Sie einen anderen Namen</translation>
    </message>
    <message>
        <source>names that begin with &quot;%1&quot; are reserved for this library</source>
        <translation>Namen, die mit „%1“ beginnen, sind dieser Bibliothek vorbehalten</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a lock file of this library and is unchanged; use another name</source>
        <translation>„%1“ ist keine Sperrdatei dieser Bibliothek und bleibt unverändert; verwenden Sie einen anderen Namen</translation>
    </message>
    <message>
        <source>not a pipe in packet mode</source>
        <translation>keine Pipe im Paketmodus</translation>
    </message>
    <message>
        <source>not an open descriptor</source>
        <translation>kein offener Deskriptor</translation>
    </message>
    <message>
        <source>the handle is not open for reading</source>
        <translation>das Handle ist nicht zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>the handle is not open for writing</source>
        <translation>das Handle ist nicht zum Schreiben geöffnet</translation>
    </message>
    <message>
        <source>the handle is that of a directory</source>
        <translation>das ist das Handle eines Ordners</translation>
    </message>
    <message>
        <source>the stream is closed</source>
        <translation>der Datenstrom ist geschlossen</translation>
    </message>
    <message>
        <source>the stream is open for the other direction only</source>
        <translation>der Datenstrom ist nur für die andere Richtung geöffnet</translation>
    </message>
    <message>
        <source>not the ID of a process or process group</source>
        <translation>keine ID eines Prozesses oder einer Prozessgruppe</translation>
    </message>
    <message>
        <source>the action of this signal cannot be changed</source>
        <translation>die Aktion dieses Signals lässt sich nicht ändern</translation>
    </message>
    <message>
        <source>Handled cannot be set; use SignalWatcher</source>
        <translation>Handled lässt sich nicht setzen; verwenden Sie SignalWatcher</translation>
    </message>
    <message>
        <source>LISTEN_FDS is %1, but descriptor %2 was not passed</source>
        <translation>LISTEN_FDS ist %1, aber der Deskriptor %2 wurde nicht übergeben</translation>
    </message>
    <message>
        <source>the supervisor passed no handle of that name, or it was already taken</source>
        <translation>die Überwachung hat kein Handle dieses Namens übergeben, oder es wurde schon entnommen</translation>
    </message>
    <message>
        <source>the FIFO is not open for reading</source>
        <translation>das FIFO ist nicht zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>not a FIFO</source>
        <translation>kein FIFO</translation>
    </message>
    <message>
        <source>the socket is not open; call bind() or open() first</source>
        <translation>der Socket ist nicht geöffnet; rufen Sie zuerst bind() oder open() auf</translation>
    </message>
    <message>
        <source>this system does not report senders; pass Access::Everyone</source>
        <translation>dieses System meldet keine Absender; übergeben Sie Access::Everyone</translation>
    </message>
    <message>
        <source>the file of this socket was removed or replaced</source>
        <translation>die Datei dieses Sockets wurde entfernt oder ersetzt</translation>
    </message>
    <message>
        <source>the queue of the supervisor is full; try again later</source>
        <translation>die Warteschlange der Überwachung ist voll; versuchen Sie es später erneut</translation>
    </message>
    <message>
        <source>on this system an empty message would look like the end of the connection</source>
        <translation>auf diesem System sähe eine leere Nachricht wie das Ende der Verbindung aus</translation>
    </message>
    <message>
        <source>handles are sent with bytes; pass at least one byte</source>
        <translation>Handles werden mit Bytes gesendet; übergeben Sie mindestens ein Byte</translation>
    </message>
    <message>
        <source>%1 handles need at least %2 bytes to be sent with</source>
        <translation>%1 Handles müssen mit mindestens %2 Bytes gesendet werden</translation>
    </message>
    <message>
        <source>the number %1 cannot be chosen on Windows; pass AnyNumber</source>
        <translation>die Nummer %1 kann unter Windows nicht gewählt werden; übergeben Sie AnyNumber</translation>
    </message>
    <message>
        <source>the number %1 is already used</source>
        <translation>die Nummer %1 wird bereits benutzt</translation>
    </message>
    <message>
        <source>this thread does not impersonate the client; call from the thread that does</source>
        <translation>dieser Thread handelt nicht für den Client; rufen Sie im Thread auf, der es tut</translation>
    </message>
    <message>
        <source>the mode has neither ReadOnly nor WriteOnly</source>
        <translation>der Modus enthält weder ReadOnly noch WriteOnly</translation>
    </message>
    <message>
        <source>this is the client end of the pipe; only the server end can impersonate</source>
        <translation>das ist das Ende des Clients; nur das Ende des Servers kann für den Client handeln</translation>
    </message>
    <message>
        <source>the thread already impersonates a client</source>
        <translation>der Thread handelt bereits für einen Client</translation>
    </message>
    <message>
        <source>the access rights of the handle do not allow the mode</source>
        <translation>die Zugriffsrechte des Handles erlauben den Modus nicht</translation>
    </message>
    <message>
        <source>unnamed pipes of this system do not preserve messages</source>
        <translation>unbenannte Pipes dieses Systems bewahren keine Nachrichtengrenzen</translation>
    </message>
    <message>
        <source>not an open handle</source>
        <translation>kein offenes Handle</translation>
    </message>
    <message>
        <source>the handle was opened with FILE_FLAG_OVERLAPPED; only pipes can be</source>
        <translation>das Handle wurde mit FILE_FLAG_OVERLAPPED geöffnet; das ist nur bei Pipes möglich</translation>
    </message>
    <message>
        <source>this process has no such stream</source>
        <translation>dieser Prozess hat keinen solchen Datenstrom</translation>
    </message>
    <message>
        <source>not a pipe handle</source>
        <translation>kein Handle einer Pipe</translation>
    </message>
    <message>
        <source>the handle was opened without FILE_FLAG_OVERLAPPED</source>
        <translation>das Handle wurde ohne FILE_FLAG_OVERLAPPED geöffnet</translation>
    </message>
    <message>
        <source>the client runs as user %1</source>
        <translation>der Client läuft als Benutzer %1</translation>
    </message>
    <message>
        <source>Windows can send only SIGBREAK to a group</source>
        <translation>Windows kann an eine Gruppe nur SIGBREAK senden</translation>
    </message>
    <message>
        <source>Windows can ignore only SIGINT</source>
        <translation>Windows kann nur SIGINT ignorieren</translation>
    </message>
    <message>
        <source>the value is not a function</source>
        <translation>der Wert ist keine Funktion</translation>
    </message>
    <message>
        <source>a connection that a server accepted cannot be made again</source>
        <translation>eine Verbindung, die ein Server angenommen hat, kann nicht neu hergestellt werden</translation>
    </message>
    <message>
        <source>the role of the program is already decided</source>
        <translation>die Rolle des Programms ist bereits entschieden</translation>
    </message>
    <message>
        <source>applicationId is not set</source>
        <translation>applicationId ist nicht gesetzt</translation>
    </message>
    <message>
        <source>a line has more than %1 bytes</source>
        <translation>eine Zeile hat mehr als %1 Bytes</translation>
    </message>
    <message>
        <source>there is no connection to write to</source>
        <translation>es gibt keine Verbindung, in die geschrieben werden könnte</translation>
    </message>
    <message>
        <source>the value cannot be sent in this format</source>
        <translation>der Wert kann in diesem Format nicht gesendet werden</translation>
    </message>
    <message>
        <source>accept a message from</source>
        <translation>Annehmen einer Nachricht von</translation>
    </message>
    <message>
        <source>call connectionFilter</source>
        <translation>Aufrufen von connectionFilter</translation>
    </message>
    <message>
        <source>close the write channel of</source>
        <translation>Schließen der Schreibrichtung von</translation>
    </message>
    <message>
        <source>create the folder</source>
        <translation>Anlegen des Ordners</translation>
    </message>
    <message>
        <source>enable credentials on</source>
        <translation>Aktivieren der Berechtigungsdaten auf</translation>
    </message>
    <message>
        <source>find the primary of</source>
        <translation>Suchen der ersten Instanz von</translation>
    </message>
    <message>
        <source>find the process</source>
        <translation>Suchen des Prozesses</translation>
    </message>
    <message>
        <source>format a user ID</source>
        <translation>Formatieren einer Benutzer-ID</translation>
    </message>
    <message>
        <source>grant access to</source>
        <translation>Gewähren des Zugriffs auf</translation>
    </message>
    <message>
        <source>impersonate the client of</source>
        <translation>Handeln für den Client von</translation>
    </message>
    <message>
        <source>inspect</source>
        <translation>Untersuchen von</translation>
    </message>
    <message>
        <source>inspect a descriptor</source>
        <translation>Untersuchen eines Deskriptors</translation>
    </message>
    <message>
        <source>inspect the handle</source>
        <translation>Untersuchen des Handles</translation>
    </message>
    <message>
        <source>open the file</source>
        <translation>Öffnen der Datei</translation>
    </message>
    <message>
        <source>open the process of the peer of</source>
        <translation>Öffnen des Prozesses der Gegenstelle von</translation>
    </message>
    <message>
        <source>pass a handle to process</source>
        <translation>Übergeben eines Handles an Prozess</translation>
    </message>
    <message>
        <source>pass on</source>
        <translation>Weitergeben</translation>
    </message>
    <message>
        <source>pass to a child</source>
        <translation>Übergeben an ein Kind</translation>
    </message>
    <message>
        <source>query the pipe</source>
        <translation>Abfragen der Pipe</translation>
    </message>
    <message>
        <source>read a line</source>
        <translation>Lesen einer Zeile</translation>
    </message>
    <message>
        <source>read the credentials of the peer of</source>
        <translation>Lesen der Berechtigungsdaten der Gegenstelle von</translation>
    </message>
    <message>
        <source>read the groups of the peer of</source>
        <translation>Lesen der Gruppen der Gegenstelle von</translation>
    </message>
    <message>
        <source>read the owner</source>
        <translation>Lesen des Besitzers</translation>
    </message>
    <message>
        <source>read the user of</source>
        <translation>Lesen des Benutzers von</translation>
    </message>
    <message>
        <source>read the user of a token</source>
        <translation>Lesen des Benutzers eines Tokens</translation>
    </message>
    <message>
        <source>receive the handles of a message from</source>
        <translation>Empfangen der Handles einer Nachricht von</translation>
    </message>
    <message>
        <source>reopen</source>
        <translation>Nochmaliges Öffnen</translation>
    </message>
    <message>
        <source>reply to</source>
        <translation>Antworten an</translation>
    </message>
    <message>
        <source>send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>set a property of</source>
        <translation>Setzen einer Eigenschaft von</translation>
    </message>
    <message>
        <source>set connectionFilter</source>
        <translation>Setzen von connectionFilter</translation>
    </message>
    <message>
        <source>set the group of</source>
        <translation>Setzen der Gruppe von</translation>
    </message>
    <message>
        <source>set the payload of</source>
        <translation>Setzen der Nutzdaten von</translation>
    </message>
    <message>
        <source>stop impersonating the client of</source>
        <translation>Beenden des Handelns für den Client von</translation>
    </message>
    <message>
        <source>wait for the output to be sent</source>
        <translation>Warten, bis alles gesendet ist</translation>
    </message>
    <message>
        <source>no server has that name</source>
        <translation>kein Server hat diesen Namen</translation>
    </message>
    <message>
        <source>no socket has that name</source>
        <translation>kein Socket hat diesen Namen</translation>
    </message>
    <message>
        <source>no supervisor receives there</source>
        <translation>dort empfängt keine Überwachung</translation>
    </message>
    <message>
        <source>there is no such FIFO</source>
        <translation>dieses FIFO gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>diese Datei gibt es nicht</translation>
    </message>
    <message>
        <source>the folder does not exist; create it first</source>
        <translation>der Ordner ist nicht vorhanden; legen Sie ihn zuerst an</translation>
    </message>
    <message>
        <source>no process group has that ID</source>
        <translation>keine Prozessgruppe hat diese ID</translation>
    </message>
    <message>
        <source>no server listens on that name</source>
        <translation>kein Server lauscht unter diesem Namen</translation>
    </message>
    <message>
        <source>no server listens there; a server that ended may have left the file behind</source>
        <translation>dort lauscht kein Server; ein beendeter Server hat die Datei womöglich zurückgelassen</translation>
    </message>
    <message>
        <source>no socket receives on that name</source>
        <translation>kein Socket empfängt unter diesem Namen</translation>
    </message>
    <message>
        <source>no socket receives there; a program that ended may have left the file behind</source>
        <translation>dort empfängt kein Socket; ein beendetes Programm hat die Datei womöglich zurückgelassen</translation>
    </message>
    <message>
        <source>no server listens there</source>
        <translation>dort lauscht kein Server</translation>
    </message>
    <message>
        <source>a file with that name already exists</source>
        <translation>eine Datei mit diesem Namen gibt es bereits</translation>
    </message>
    <message>
        <source>the name is not that of such a server</source>
        <translation>das ist kein Name eines solchen Servers</translation>
    </message>
    <message>
        <source>the name cannot be that of a socket</source>
        <translation>das kann nicht der Name eines Sockets sein</translation>
    </message>
    <message>
        <source>this user may not connect to the server</source>
        <translation>dieser Benutzer darf sich nicht mit dem Server verbinden</translation>
    </message>
    <message>
        <source>this user may not send to the socket</source>
        <translation>dieser Benutzer darf nicht an den Socket senden</translation>
    </message>
    <message>
        <source>this user may not create a file there</source>
        <translation>dieser Benutzer darf dort keine Datei anlegen</translation>
    </message>
    <message>
        <source>this user may not open the FIFO</source>
        <translation>dieser Benutzer darf das FIFO nicht öffnen</translation>
    </message>
    <message>
        <source>this user may not remove the file</source>
        <translation>dieser Benutzer darf die Datei nicht entfernen</translation>
    </message>
    <message>
        <source>this user may not send the signal to the process</source>
        <translation>dieser Benutzer darf dem Prozess das Signal nicht senden</translation>
    </message>
    <message>
        <source>this user may not access the process</source>
        <translation>dieser Benutzer hat keinen Zugriff auf den Prozess</translation>
    </message>
    <message>
        <source>not supported on this system</source>
        <translation>auf diesem System nicht unterstützt</translation>
    </message>
    <message>
        <source>only a part of the message was transferred</source>
        <translation>nur ein Teil der Nachricht wurde übertragen</translation>
    </message>
    <message>
        <source>the message is malformed</source>
        <translation>die Nachricht ist fehlerhaft</translation>
    </message>
    <message>
        <source>the name was removed, or belongs to another process now</source>
        <translation>der Name wurde entfernt oder gehört jetzt einem anderen Prozess</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>this user may not create a server there</source>
        <translation>dieser Benutzer darf dort keinen Server anlegen</translation>
    </message>
    <message>
        <source>this user may not create a socket there</source>
        <translation>dieser Benutzer darf dort keinen Socket anlegen</translation>
    </message>
    <message>
        <source>the handle is not one of shared memory</source>
        <translation>das Handle gehört nicht zu gemeinsamem Speicher</translation>
    </message>
    <message>
        <source>this system has no handle for reading only; seal the memory first</source>
        <translation>dieses System hat kein Handle nur zum Lesen; versiegeln Sie den Speicher vorher</translation>
    </message>
    <message>
        <source>another mapping of the memory can write</source>
        <translation>eine andere Abbildung des Speichers kann schreiben</translation>
    </message>
    <message>
        <source>the handle does not permit this access</source>
        <translation>das Handle erlaubt diesen Zugriff nicht</translation>
    </message>
    <message>
        <source>the memory is sealed against writing</source>
        <translation>der Speicher ist gegen Schreiben versiegelt</translation>
    </message>
    <message>
        <source>the memory is empty</source>
        <translation>der Speicher ist leer</translation>
    </message>
    <message>
        <source>its sender has shrunk the memory</source>
        <translation>sein Absender hat den Speicher verkleinert</translation>
    </message>
    <message>
        <source>the memory has holes</source>
        <translation>der Speicher hat Lücken</translation>
    </message>
    <message>
        <source>another thread seals it</source>
        <translation>ein anderer Thread versiegelt ihn gerade</translation>
    </message>
    <message>
        <source>the object may only read it</source>
        <translation>das Objekt darf ihn nur lesen</translation>
    </message>
    <message>
        <source>others may have a handle that permits writing</source>
        <translation>andere haben möglicherweise ein Handle, das Schreiben erlaubt</translation>
    </message>
    <message>
        <source>the memory is read-only</source>
        <translation>der Speicher kann nur gelesen werden</translation>
    </message>
    <message>
        <source>the size must be greater than 0</source>
        <translation>die Größe muss größer als 0 sein</translation>
    </message>
    <message>
        <source>there is no handle</source>
        <translation>es gibt kein Handle</translation>
    </message>
    <message>
        <source>the memory has %1 bytes; the limit is %2</source>
        <translation>der Speicher hat %1 Bytes; die Grenze ist %2</translation>
    </message>
    <message>
        <source>the object has no memory</source>
        <translation>das Objekt hat keinen Speicher</translation>
    </message>
    <message>
        <source>copy shared memory</source>
        <translation>Kopieren von gemeinsamem Speicher</translation>
    </message>
    <message>
        <source>create shared memory</source>
        <translation>Anlegen von gemeinsamem Speicher</translation>
    </message>
    <message>
        <source>map shared memory</source>
        <translation>Abbilden von gemeinsamem Speicher</translation>
    </message>
    <message>
        <source>seal shared memory</source>
        <translation>Versiegeln von gemeinsamem Speicher</translation>
    </message>
    <message>
        <source>its sender can shrink the memory; call copy() instead</source>
        <translation>sein Absender kann den Speicher verkleinern; rufen Sie stattdessen copy() auf</translation>
    </message>
    <message>
        <source>the memory has holes; call copy() instead</source>
        <translation>der Speicher hat Lücken; rufen Sie stattdessen copy() auf</translation>
    </message>
    <message>
        <source>more than %1 handles came with a message; the rest was closed</source>
        <translation>mit einer Nachricht kamen mehr als %1 Handles; die übrigen wurden geschlossen</translation>
    </message>
    <message>
        <source>the peer announced %1 handles with a message, the limit is %2</source>
        <translation>die Gegenstelle hat %1 Handles zu einer Nachricht angekündigt, die Grenze ist %2</translation>
    </message>
    <message>
        <source>the device cannot pass handles; use a LocalSocket</source>
        <translation>das Gerät kann keine Handles übergeben; LocalSocket kann es</translation>
    </message>
    <message>
        <source>on this system handles need maximumHandles on both sides, and the length prefix</source>
        <translation>auf diesem System brauchen Handles maximumHandles auf beiden Seiten und die Längenangabe vor der Nachricht</translation>
    </message>
    <message>
        <source>the message is too short</source>
        <translation>die Nachricht ist zu kurz</translation>
    </message>
    <message>
        <source>a buffer has arrived without its handle</source>
        <translation>ein Puffer ist ohne sein Handle angekommen</translation>
    </message>
    <message>
        <source>a buffer has arrived twice</source>
        <translation>ein Puffer ist zweimal angekommen</translation>
    </message>
    <message>
        <source>the producer has sent more than %1 buffers</source>
        <translation>der Erzeuger hat mehr als %1 Puffer geschickt</translation>
    </message>
    <message>
        <source>the buffer has %1 bytes, the limit is %2</source>
        <translation>der Puffer hat %1 Bytes, die Grenze ist %2</translation>
    </message>
    <message>
        <source>the memory has %1 bytes, the producer announced %2</source>
        <translation>der Speicher hat %1 Bytes, der Erzeuger hat %2 angekündigt</translation>
    </message>
    <message>
        <source>the frame is in a buffer that has not arrived</source>
        <translation>das Bild liegt in einem Puffer, der nicht angekommen ist</translation>
    </message>
    <message>
        <source>the frame has %1 bytes, its buffer has %2</source>
        <translation>das Bild hat %1 Bytes, sein Puffer hat %2</translation>
    </message>
    <message>
        <source>the number of the frame is not higher than that of the last one</source>
        <translation>die Nummer des Bildes ist nicht höher als die des letzten</translation>
    </message>
    <message>
        <source>the memory has become smaller</source>
        <translation>der Speicher ist kleiner geworden</translation>
    </message>
    <message>
        <source>all %1 buffers are in use; try again when one is free</source>
        <translation>alle %1 Puffer werden benutzt; versuchen Sie es wieder, wenn einer frei ist</translation>
    </message>
    <message>
        <source>the channel has ended</source>
        <translation>der Kanal ist zu Ende</translation>
    </message>
    <message>
        <source>the channel has a consumer already</source>
        <translation>der Kanal hat schon einen Verbraucher</translation>
    </message>
    <message>
        <source>the buffer is not one of this pool</source>
        <translation>der Puffer gehört nicht zu diesem Vorrat</translation>
    </message>
    <message>
        <source>the size of the frame is %1, the buffer has %2 bytes</source>
        <translation>die Größe des Bildes ist %1, der Puffer hat %2 Bytes</translation>
    </message>
    <message>
        <source>the consumer has returned a frame that it does not have</source>
        <translation>der Verbraucher hat ein Bild zurückgegeben, das er nicht hat</translation>
    </message>
    <message>
        <source>acquire a buffer of shared memory</source>
        <translation>Holen eines Puffers im gemeinsamen Speicher</translation>
    </message>
    <message>
        <source>add a consumer of shared memory</source>
        <translation>Hinzufügen eines Verbrauchers von gemeinsamem Speicher</translation>
    </message>
    <message>
        <source>publish a frame</source>
        <translation>Veröffentlichen eines Bildes</translation>
    </message>
    <message>
        <source>receive a frame</source>
        <translation>Empfangen eines Bildes</translation>
    </message>
    <message>
        <source>take back a frame</source>
        <translation>Zurücknehmen eines Bildes</translation>
    </message>
    <message>
        <source>Windows passes handles with messages only; use MessageChannel</source>
        <translation>Windows übergibt Handles nur mit Nachrichten; MessageChannel kann es</translation>
    </message>
    <message>
        <source>the peer runs on another machine</source>
        <translation>die Gegenstelle läuft auf einem anderen Rechner</translation>
    </message>
    <message>
        <source>the peer could not be identified</source>
        <translation>die Gegenstelle war nicht festzustellen</translation>
    </message>
    <message>
        <source>the peer has fewer rights than this process, so its handles are not accepted</source>
        <translation>die Gegenstelle hat weniger Rechte als dieser Prozess, deshalb werden ihre Handles nicht angenommen</translation>
    </message>
    <message>
        <source>the device is still connecting; on Windows handles need a connected peer</source>
        <translation>das Gerät verbindet sich noch; unter Windows brauchen Handles eine verbundene Gegenstelle</translation>
    </message>
    <message>
        <source>a handle is not open</source>
        <translation>ein Handle ist nicht offen</translation>
    </message>
    <message>
        <source>the message has a number that is not that of a handle</source>
        <translation>die Nachricht hat eine Nummer, die keinem Handle gehört</translation>
    </message>
</context>
</TS>
